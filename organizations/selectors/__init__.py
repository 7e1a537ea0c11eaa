"""Pictures for one page, from several models."""

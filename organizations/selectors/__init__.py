"""Pictures for one page each, from several models."""

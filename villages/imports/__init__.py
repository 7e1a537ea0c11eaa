"""The village registers as the import engine sees them."""

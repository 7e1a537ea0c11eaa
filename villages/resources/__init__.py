"""What Excel sees of the village registers."""

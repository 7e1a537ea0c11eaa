"""What `run.py` does once the packages are there."""

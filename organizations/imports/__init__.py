"""The one import engine: reads a county's real sheet, checks every cell, shows what would change, and writes it whole."""

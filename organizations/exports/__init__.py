"""The one export engine: what the list shows, as a form of the county in Excel or as plain CSV, of any length."""

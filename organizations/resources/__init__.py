"""What Excel sees of a model: fields, headings and how a value is printed. Declared with django-import-export."""

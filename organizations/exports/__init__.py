"""Tables that leave the system as Excel, in the layout that offices print: title, unit and date line, headings, rows."""

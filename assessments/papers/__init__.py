"""Papers of a result: all scores as a workbook, the circular (通报) as a Word document."""

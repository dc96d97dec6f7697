"""What a workbook carries besides cells: embedded files, archives, pictures. Nothing is ever written to disk."""

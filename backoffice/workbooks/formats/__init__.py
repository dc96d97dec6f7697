"""Containers and cells: BIFF8 (.xls) and OOXML (.xlsx), each behind the same grid. No meaning of cells here."""

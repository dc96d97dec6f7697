"""Workbooks made from nothing but our code, to measure and to test reading with. Nothing is measured here."""

"""How evidence workbooks are made for tests and the rehearsal, the way applicants make them. Not used to read them."""

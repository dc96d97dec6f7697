"""Reading evidence workbooks and writing their template."""

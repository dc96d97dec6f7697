"""``mesa evaluate``: from a workbook and a folder to conclusions and exit statuses."""

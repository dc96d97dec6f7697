"""What the analysts' notebooks import: ``from backoffice.desk import mesa``. Rules and storage live elsewhere."""

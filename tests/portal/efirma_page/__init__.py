"""A page that opens an e.firma with the portal's modules, who serves it, and keys locked in every way."""

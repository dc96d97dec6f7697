"""What installs the desk elsewhere."""

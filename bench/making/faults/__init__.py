"""Cases driven through a house whose processes are killed meanwhile, and who compares in the end what was promised."""

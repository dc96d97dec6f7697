"""The applicants' portal, the test service of notices, and public verification: thin pages over the stages."""

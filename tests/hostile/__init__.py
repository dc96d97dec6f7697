"""Whatever a malicious applicant, a careless analyst or a broken relay can send."""

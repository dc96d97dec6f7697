"""Signatures: the applicant's e.firma, and the seal of the test service."""

"""The embedded mailbox: an SMTP server that delivers nowhere, and pages on loopback to read what it was given."""

"""Making the rehearsal's evidence files as applicants would. Only ``make_evidence`` uses it, never a running desk."""

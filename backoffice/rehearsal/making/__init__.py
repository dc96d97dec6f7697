"""Making evidence files as applicants would. ``make_evidence`` and tests use it, never a running desk."""

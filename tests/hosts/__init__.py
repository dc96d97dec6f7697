"""Several machines over shared servers."""

"""From grids to ``domain.evidence``: tabs, sections, columns and numbers by their words, wherever they stand."""

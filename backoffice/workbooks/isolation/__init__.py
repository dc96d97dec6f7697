"""Strangers' bytes are touched only here: every workbook in a process of its own, forked warm, limited, then gone."""

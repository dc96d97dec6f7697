"""The rehearsal: sample companies go through the whole course with real files, so that a newcomer sees it work."""

"""Measurements, each beside a reference of the same run. ``mesa bench`` lists and runs them."""

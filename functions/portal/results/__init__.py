"""Entering a centre's results: in a grid or from a file, checked, and submitted."""

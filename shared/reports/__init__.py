"""What leaves as reports: their rows, their formats, and the objects they are kept as."""

"""The use cases, one a file: load, decide by the domain, save."""

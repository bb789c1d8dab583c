"""Packages: what AWS gets for each function, and nothing else."""


class PackagingError(Exception):
    """A package cannot be made; the message says why and what to do about it."""

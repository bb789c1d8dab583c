"""The AO registers centres, verifiers and course runs."""

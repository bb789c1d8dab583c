"""The AO opens and resolves queries about single learners."""

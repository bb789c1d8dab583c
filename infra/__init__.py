"""Deploying and running: the local stack, packaging, measurements, locks and the runbook."""

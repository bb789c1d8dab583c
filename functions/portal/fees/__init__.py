"""Fees & Charges: what replacement certificates cost."""

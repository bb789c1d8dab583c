"""Reconciliation: what of a parcel is not right, or not there, and how it is settled."""

"""The AO has the verifier mailed once more."""

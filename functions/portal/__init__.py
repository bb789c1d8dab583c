"""The Secure Portal: pages for centres, verifiers and the awarding organisation."""

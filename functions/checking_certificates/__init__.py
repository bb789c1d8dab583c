"""The public check of a certificate: whether a number is good, for whoever knows the learner's surname."""

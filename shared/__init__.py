"""What the Lambda functions have in common: the one package they may import."""

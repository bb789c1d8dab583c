"""Certificate Receipt Pending, as it stands and as it stood."""

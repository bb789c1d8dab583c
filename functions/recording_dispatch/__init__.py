"""The dispatch desk records a consignment."""

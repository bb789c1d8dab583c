"""The Certificate Receipt Pending report, live, as JSON or as CSV."""

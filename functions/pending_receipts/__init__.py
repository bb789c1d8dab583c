"""The Certificate Receipt Pending report, live, as JSON, as CSV or as JSON lines."""

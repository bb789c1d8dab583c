"""A centre submits results, as JSON or as CSV."""

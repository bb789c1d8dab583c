"""The template of certificates: read, and replaced by one of the awarding organisation's own."""

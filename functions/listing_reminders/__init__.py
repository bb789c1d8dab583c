"""Whom the daily reminders would go to, without sending any."""

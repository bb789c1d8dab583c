"""Every day at 06:00 in London, EventBridge Scheduler has the Certificate Receipt Pending report written."""

"""Every day at 05:00 in London, EventBridge Scheduler has centres and verifiers reminded."""

"""Manage: what can be done to a course run under Step/Action, and each action's form."""

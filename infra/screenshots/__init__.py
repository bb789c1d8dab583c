"""Pictures of the portal, for the README and to be looked at."""

"""From the table's stream: events that ask for it have the verifier mailed."""

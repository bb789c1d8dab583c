"""Messages that leave: what they say, and the way they are sent."""

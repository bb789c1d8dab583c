"""A parcel's documents are asked for again, where they could not be made or lack a character."""

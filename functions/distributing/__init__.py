"""The centre records what became of its learners' certificates."""

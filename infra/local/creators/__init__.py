"""How each type of resource is made on the engine: one function per type, by theme."""

"""What we decide: checks, gate, and the one straight line from a path to a verdict."""

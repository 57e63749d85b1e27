"""What does shards: one file an engine."""

"""Data sets of any size: cut into shards, done by an engine, each written whole or not at all."""

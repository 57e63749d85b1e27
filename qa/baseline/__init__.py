"""What an earlier run found and counted, and what became of it since."""

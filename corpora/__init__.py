"""What we read: texts, the readers that make them and the aligner that pairs them."""

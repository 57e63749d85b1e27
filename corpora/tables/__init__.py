"""Tables of rows that are too long to be read at once: found, cut into stretches, and gathered."""

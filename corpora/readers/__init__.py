"""One file a format; each exposes `reader`."""

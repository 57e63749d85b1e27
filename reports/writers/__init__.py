"""One file a format; each exposes `writer`."""

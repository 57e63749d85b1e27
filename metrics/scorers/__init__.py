"""One file a metric; each exposes `metric`."""

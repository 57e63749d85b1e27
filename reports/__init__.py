"""What we show: results, and the writers that put them on a terminal, in JSON or on a page."""

"""TER's edits for many pairs at once, equal to sacreBLEU's to the last edit."""

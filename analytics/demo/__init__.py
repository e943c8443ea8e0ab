"""The demo company: two invented years of a trading house, the same for the same seed and day."""

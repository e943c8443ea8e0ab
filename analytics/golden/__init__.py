"""Worked cases: small tables with hand-worked answers, loaded into empty tables and compared with the engine."""

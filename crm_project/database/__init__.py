"""PostgreSQL that knows who writes."""

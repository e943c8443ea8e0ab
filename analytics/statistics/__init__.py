"""Statistics as pure functions of numbers: no model, no query, no clock. The same input gives the same output."""

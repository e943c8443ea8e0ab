"""The trail of changes: what every write of a business record changed, from what to what, by whom.

``tables`` says which tables, ``install`` gives the database its triggers and functions, ``chain`` seals and verifies,
``past`` tells what a record held, ``forgetting`` takes personal values out again.
"""

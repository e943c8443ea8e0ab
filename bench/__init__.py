"""The benchmark: ``python -m bench`` makes a big company and times the engine and the pages beside their floors."""

"""The benchmark: how fast, at which size, against what. ``python -m bench --rows 1000000``."""

"""The tools that set up, lock and count."""

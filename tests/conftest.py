"""Every test may use these plugins' fixtures and marks."""

pytest_plugins = ["tests.plugins.requirements", "tests.plugins.database", "tests.plugins.world"]

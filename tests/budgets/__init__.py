"""The interface measured against its budgets: ``make ui-budgets``."""

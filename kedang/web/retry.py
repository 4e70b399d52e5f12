"""Which failures of a transaction go away when the whole of it runs once more."""

from __future__ import annotations

from psycopg import Error
from psycopg.errors import DeadlockDetected, FeatureNotSupported, SerializationFailure, UndefinedColumn


def is_worth_retrying(broken: Error) -> bool:
    """A deadlock, a serialization failure, or a prepared statement whose columns have changed meanwhile."""
    # A column that is gone: the model changed between reading the catalog and the statement.
    if isinstance(broken, DeadlockDetected | SerializationFailure | UndefinedColumn):
        return True
    return isinstance(broken, FeatureNotSupported) and "cached plan" in str(broken)

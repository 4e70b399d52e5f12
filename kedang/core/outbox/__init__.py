"""The outbox: events of a workspace, written in the commit that made them true, and delivered at least once afterwards."""

from .service import emit, emit_many

__all__ = ["emit", "emit_many"]

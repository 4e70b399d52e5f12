"""The audit log: who did what to which, with which outcome. Entries are only ever added, in the commit of the deed itself, and hold no values of fields."""

from .model import Entry
from .service import append, append_many, digest_of

__all__ = ["Entry", "append", "append_many", "digest_of"]

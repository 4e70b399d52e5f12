"""Live: tells who looks at records that one of them has changed, so that nobody works on what is out of date.

What is told is a hint, never a value: an object, an id, a version. Whoever hears it reads the record again under her own rights.
"""

from .rooms import Rooms

__all__ = ["Rooms"]

"""Favourites: stars that a person puts on records and lists, and the records that she looked at last. Both are hers alone; what is out of sight is left out."""

from .model import Favourite, Visit
from .service import add, find, recent, remove, visit

__all__ = ["Favourite", "Visit", "add", "find", "recent", "remove", "visit"]

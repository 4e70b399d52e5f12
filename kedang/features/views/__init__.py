"""Saved views: a list's conditions, order, columns and row height under a name, for oneself or for the team. A view never widens what one may see."""

from .model import Column, Look, Tabs, View, ViewShown
from .service import shown_of

__all__ = [
    "Column",
    "Look",
    "Tabs",
    "View",
    "ViewShown",
    "shown_of",
]

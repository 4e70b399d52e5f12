"""Bulk: one change of many records, picked one by one or by a query: carried out in chunks, counted truthfully, cancelled and undone as a whole."""

from .merging import merge_options
from .model import Bulk, Picked, Wanted
from .service import begin, plan

__all__ = ["Bulk", "Picked", "Wanted", "begin", "merge_options", "plan"]

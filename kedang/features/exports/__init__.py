"""Exports: a list as a workbook or CSV, with the rights of who asks; the whole workspace as an archive of open formats."""

from .model import Export, Format, Made, Wanted
from .service import write

__all__ = [
    "Export",
    "Format",
    "Made",
    "Wanted",
    "write",
]

"""Help: the chapters of the operation manual, one source for the help beside every page, the manual's own page and its files."""

from .contents import KEYS, groups
from .flow import Flow, flow_of
from .model import Block, Chapter, Group, Span

__all__ = ["KEYS", "Block", "Chapter", "Flow", "Group", "Span", "flow_of", "groups"]

"""Notices: what a person should know, told in the application. Nobody is told of her own deeds, nor of what is out of her sight when she looks.

Rows are written by reactions to events. A notice holds ids; titles are read under the reader's rights of the moment.
"""

from .jobs import background
from .model import Notice
from .service import find, mute, read, tell, tell_once, unmute, unread

__all__ = ["Notice", "background", "find", "mute", "read", "tell", "tell_once", "unmute", "unread"]

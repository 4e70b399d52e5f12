"""Search: everything that the caller may see, by Chinese words, pinyin, initials, numbers.

An index only proposes. It is asked per right (what she owns, what her departments own, what is shared with her, everything), only for fields that she may
read there, and each of at most 500 proposals is looked at again, live and under her scope, before it is shown: what she may not see neither appears nor
takes the place of what she may. Nothing is counted.
"""

from .indexing import Rebuild, reactions
from .model import Found, Hit
from .service import search

__all__ = ["Found", "Hit", "Rebuild", "reactions", "search"]

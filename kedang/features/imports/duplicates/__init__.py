"""Likely duplicates: of the rows of a file among each other, and of what is stored."""

from .clusters import Clusters, Pair, clusters
from .company import Company, company_of
from .compare import compare
from .drafts import of_values
from .index import Capped, Index
from .reasons import REASONS
from .roles import identity_of, roles_of
from .searching import grams_of
from .stored import find_stored

__all__ = [
    "REASONS", "Capped", "Clusters", "Company", "Index", "Pair", "clusters", "company_of", "compare", "find_stored", "grams_of", "identity_of", "of_values",
    "roles_of",
]  # fmt: skip

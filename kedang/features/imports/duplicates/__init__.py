"""Likely duplicates: of the rows of a file among each other, and of what is stored."""

from .clusters import Clusters, Pair, clusters
from .company import Company, company_of
from .compare import compare
from .index import Capped, Index
from .reasons import REASONS

__all__ = ["REASONS", "Capped", "Clusters", "Company", "Index", "Pair", "clusters", "company_of", "compare"]

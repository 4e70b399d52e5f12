"""What tests of every slice use."""

from tests.plugins.requirements import req

from .clock import StillClock
from .cluster import Cluster
from .pools import OnePool

__all__ = ["Cluster", "OnePool", "StillClock", "req"]

"""The doctor: looks at the installation from outside and inside, and says for each thing whether it is well, and what to do if not."""

from .model import Check, Status
from .service import examine, look

__all__ = ["Check", "Status", "examine", "look"]

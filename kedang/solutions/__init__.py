"""Solutions: definitions that we ship as YAML, or that a firm keeps in files of its own; read, compared, applied, exported, removed.

What we ship, a firm can change. Applying it again brings what is new and leaves what she changed: three definitions are compared, attribute by
attribute and option by option: the one that was applied last, the one that is shipped now, and the one of the workspace.
"""

from .errors import BadFile, NoSuchSolution, NotApplied, StillInUse
from .export import export, export_texts
from .files import CUSTOMER_ARCHIVE, find_shipped, read_folder, read_shipped, write_folder
from .model import Kept, Solution, SolutionPlan, Wanted
from .service import Shown, apply, begin, find, plan, remove, shipped_of

__all__ = [
    "CUSTOMER_ARCHIVE",
    "BadFile",
    "Kept",
    "NoSuchSolution",
    "NotApplied",
    "Shown",
    "Solution",
    "SolutionPlan",
    "StillInUse",
    "Wanted",
    "apply",
    "begin",
    "export",
    "export_texts",
    "find",
    "find_shipped",
    "plan",
    "read_folder",
    "read_shipped",
    "remove",
    "shipped_of",
    "write_folder",
]

"""A list of staff, as personnel keeps it in a workbook, becomes people with logins, departments and roles.

Nothing is kept between the preview and the run: the same file is sent again, and what is there already is left as it is. So a repeat is safe, and the
report after the run tells what happened and not what was planned.
"""

from .model import Counts, ListPlan, ListRow, State
from .planning import plan
from .reading import StaffSheet, read_staff
from .running import Outcome, run
from .sheets import write_refused, write_template

__all__ = ["Counts", "ListPlan", "ListRow", "Outcome", "StaffSheet", "State", "plan", "read_staff", "run", "write_refused", "write_template"]

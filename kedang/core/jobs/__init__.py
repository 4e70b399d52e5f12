"""Background work: reactions to events, long jobs, schedules, and the worker that runs them.

A slice says what it does in values, and ``kedang/reactions.py`` lists them all::

    reaction(RecordUpdated, reindex)                        # async def reindex(tx, event): one transaction, its effect happens once
    job(ImportRequested, run_import)                        # async def run_import(work, event): opens its own transactions, may be run again
    Schedule(key="pool.recycle", every="0 3 * * *", event=PoolRecyclingDue())    # of every workspace, in its zone
    Chore(key="backup", every="0 2 * * *", run=back_up)     # of the installation, in its zone
"""

from .errors import NoDeadLetter, WorkerLost
from .housekeeping import HOUSEKEEPING
from .model import Chore, DeadLetter, Job, Plan, Queue, Reaction, Schedule, Work, job, reaction
from .runner import deliver_waiting
from .service import find_dead_letters, revive
from .worker import run_worker

__all__ = [
    "HOUSEKEEPING",
    "Chore",
    "DeadLetter",
    "Job",
    "NoDeadLetter",
    "Plan",
    "Queue",
    "Reaction",
    "Schedule",
    "Work",
    "WorkerLost",
    "deliver_waiting",
    "find_dead_letters",
    "job",
    "reaction",
    "revive",
    "run_worker",
]

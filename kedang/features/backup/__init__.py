"""Backups: a folder with a dump of the installation, of each workspace, and the files, with a manifest that proves they are whole.

``restore`` puts one into an empty installation; ``verify`` restores it aside, compares every table, and says how long that took.
"""

from .chores import nightly, weekly
from .errors import BackupDamaged, BackupTooNew, NoBackup, NoSpace, NotEmpty, ProgramFailed, RestoredDiffers
from .events import BackupFailed
from .model import Backup, Manifest, Restored
from .restore import restore, verify
from .service import back_up, back_up_before_migration, check, find, newest
from .watching import Watch, watcher

__all__ = [
    "Backup",
    "BackupDamaged",
    "BackupFailed",
    "BackupTooNew",
    "Manifest",
    "NoBackup",
    "NoSpace",
    "NotEmpty",
    "ProgramFailed",
    "Restored",
    "RestoredDiffers",
    "Watch",
    "back_up",
    "back_up_before_migration",
    "check",
    "find",
    "newest",
    "nightly",
    "restore",
    "verify",
    "watcher",
    "weekly",
]

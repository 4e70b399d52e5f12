"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from kedang.core.db import Addresses
from kedang.settings import Settings

Status = Literal["ok", "attention", "failed"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    key: str
    status: Status
    text: str  #: what was found, in the command line's language
    remedy: str = ""  #: what to do about it


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why something failed, in two languages."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What is noted of backups: how many days apart they are planned, and the last one or its last restore test if they failed."""

    days: int = 1
    failed_backup: Failure | None = None
    failed_test: Failure | None = None


@dataclass(frozen=True, kw_only=True)
class Patient:
    """What is examined."""

    settings: Settings
    addresses: Addresses

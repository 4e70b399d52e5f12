"""The command ``doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import typer

from kedang import cli
from kedang.cli import tr

from .model import Check, Patient
from .service import examine

SIGNS = {"ok": "✓", "attention": "!", "failed": "✗"}


@dataclass(frozen=True, kw_only=True)
class _Backup:
    at: datetime
    verified_at: datetime | None


class _At(msgspec.Struct):
    """The part of a backup's files that the doctor reads."""

    at: datetime


def doctor(*, json: cli.Json = False) -> None:
    """Look at everything, and say what to do."""
    with cli.task(json=json) as task, task.open_as_is() as opened:
        patient = Patient(settings=task.settings, addresses=opened.addresses)
        found: list[Check] = []
        for check in examine(patient, tr, _backups(task.settings.data_dir / "backups")):
            found.append(check)
            if not json:
                task.output.say(f"{SIGNS[check.status]} {check.text}" + (f"\n    → {check.remedy}" if check.remedy else ""))
        troubled = [check for check in found if check.status != "ok"]
        task.output.result(
            {"status": "ok" if not troubled else "attention", "checks": found},
            tr("一切正常。", "All is well.") if not troubled else tr(f"{len(troubled)} 项需要处理。", f"{len(troubled)} things need attention."),
        )
        if troubled:
            raise typer.Exit(cli.ATTENTION)


def _backups(folder: Path) -> list[_Backup]:
    """What the backups say of themselves. The slice ``backup`` owns these files; their two dates are all that is read here."""
    found = [(_at(path), _at(path.with_name("verified.json"))) for path in folder.glob("*/manifest.json") if path.parent.suffix != ".part"]
    return sorted((_Backup(at=at, verified_at=verified) for at, verified in found if at is not None), key=lambda one: one.at, reverse=True)


def _at(path: Path) -> datetime | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_At).at
    except (OSError, msgspec.DecodeError):
        return None

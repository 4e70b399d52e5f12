"""The command ``doctor``."""

from __future__ import annotations

import typer

from kedang import cli
from kedang.cli import tr

from . import backups
from .model import Check, Patient
from .service import examine

SIGNS = {"ok": "✓", "attention": "!", "failed": "✗"}


def doctor(*, json: cli.Json = False) -> None:
    """Look at everything, and say what to do."""
    with cli.task(json=json) as task, task.open_as_is() as opened:
        patient = Patient(settings=task.settings, addresses=opened.addresses)
        found: list[Check] = []
        for check in examine(patient, tr, backups.find(task.settings.data_dir / "backups")):
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

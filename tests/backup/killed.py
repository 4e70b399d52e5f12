"""A backup that is killed in the middle: stands still at its third step until somebody ends it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kedang.core.db import Addresses
from kedang.features.backup import back_up
from kedang.features.backup.ledger import noted
from kedang.settings import Settings


def main(admin: str, bin: str, folder: str, marker: str) -> None:
    addresses = Addresses(admin=admin, app=admin, bin=Path(bin))

    def stand_still(what: str, done: int, of: int) -> None:
        note.step(what, done, of)
        if done == 2:
            Path(marker).touch()
            time.sleep(600)

    with noted(admin, what="backup", kind="manual") as note:
        back_up(Settings(data_dir=Path(folder)), addresses, step=stand_still)


if __name__ == "__main__":
    main(*sys.argv[1:])

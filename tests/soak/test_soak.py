"""Processes of an installation are killed in the middle of edits, imports and changes of kind: what was acknowledged is there once, nothing is half done.

``KEDANG_SOAK_ROUNDS`` says how often (default: a few), ``KEDANG_SOAK_SEED`` in which order; a round that fails prints both. ``make soak`` runs twenty.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.db.folders import open_folder

from .installation import Installation, open_installation
from .rounds import Soak

ROUNDS = int(os.environ.get("KEDANG_SOAK_ROUNDS", "3"))
SEED = int(os.environ.get("KEDANG_SOAK_SEED", "1"))


@pytest.fixture
def installation() -> Generator[Installation]:
    """A real one, in a folder of its own."""
    with open_folder() as found, open_installation(Path(found).with_name("data")) as made:
        yield made


async def test_what_was_acknowledged_is_there_once_however_processes_die(installation: Installation) -> None:
    soak = Soak(installation, SEED)
    await soak.prepare()
    for number in range(ROUNDS):
        try:
            print(await soak.round(number), flush=True)
        except BaseException as broken:
            broken.add_note(f"seed {SEED}, round {number + 1}: {soak.victim(number)} was killed; {installation.serving.told()}")
            raise

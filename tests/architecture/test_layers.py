"""Which way imports run."""

from __future__ import annotations

import pytest

from . import layers
from .sources import Module, example, modules

DOORS = [
    example("kedang.core.db", '__all__ = ["Tx"]', is_package=True),
    example("kedang.core.db.pool", ""),
    example("kedang.core.audit", "", is_package=True),
    example("kedang.core.records", "", is_package=True),
    example("kedang.features.notes", "", is_package=True),
    example("kedang.features.notes.service", ""),
    example("kedang.features.pool", "", is_package=True),
    example("kedang.web", "", is_package=True),
    example("kedang.cli", "", is_package=True),
    example("kedang.app", ""),
    example("kedang.settings", ""),
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kedang.core.audit.store", "from kedang.core.db import Tx"),
        ("kedang.core.records.service", "from kedang.core import audit, db"),
        ("kedang.core.db.tx", "from .pool import lend"),
        ("kedang.core.db.tx", "from kedang.core.db.pool import lend"),
        ("kedang.core.db.tx", "from kedang.settings import Settings"),
        ("kedang.features.pool.service", "from kedang.core import records"),
        ("kedang.features.notes.api", "from kedang.web import Caller"),
        ("kedang.core.audit.api", "from kedang.core import records\nfrom kedang.web import Caller"),
        ("kedang.core.audit.api_events", "from kedang.web import Caller"),
        ("kedang.core.audit.cli", "from kedang.cli import task"),
        ("kedang.app", "from kedang.features.notes.api import routes\nfrom kedang.web import asgi"),
        ("kedang.serve.cli", "from kedang.core.db.pool import lend\nfrom kedang.app import create"),
    ],
)
def test_downhill_and_through_the_front_door_is_allowed(name: str, text: str) -> None:
    assert list(layers.complaints([*DOORS, example(name, text)])) == []


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("kedang.core.audit.store", "from kedang.core import records", "records stands above audit"),
        ("kedang.core.audit.store", "import kedang.core.records", "records stands above audit"),
        ("kedang.core.base.ids", "from kedang.settings import Settings", "base stands below"),
        ("kedang.core.audit.store", "from kedang.core.db.pool import lend", "front door"),
        ("kedang.core.audit.store", "from kedang.core.db import pool", "not offered"),
        ("kedang.core.audit.store", "from ..db.pool import lend", "front door"),
        ("kedang.core.audit.store", "from kedang.features import notes", "nothing below the features"),
        ("kedang.core.audit.service", "from kedang.web import Caller", "only api.py and cli.py"),
        ("kedang.features.notes.service", "from kedang.cli import task", "only api.py and cli.py"),
        ("kedang.features.pool.service", "from kedang.features import notes", "a feature does not know another"),
        ("kedang.features.pool.api", "from ..notes import add", "a feature does not know another"),
        ("kedang.features.pool.api", "from kedang.features.notes.service import add", "a feature does not know another"),
        ("kedang.features.pool.api", "from kedang.app import create", "composition root"),
        ("kedang.web.asgi", "def f():\n    from kedang.features import notes", "nothing below the features"),
    ],
)
def test_uphill_sideways_and_past_the_door_is_found(name: str, text: str, reason: str) -> None:
    found = list(layers.complaints([*DOORS, example(name, text)]))
    assert len(found) >= 1
    assert all(reason in complaint for complaint in found), found


def test_the_tree_keeps_its_layers() -> None:
    assert list(layers.complaints(modules("kedang"))) == []


def test_every_package_of_core_has_its_place() -> None:
    def places(of: tuple[Module, ...]) -> set[str]:
        return {module.name.split(".")[2] for module in of if module.name.startswith("kedang.core.")}

    assert places(modules("kedang")) <= set(layers.CORE)

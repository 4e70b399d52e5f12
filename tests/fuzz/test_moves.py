"""What two processes are asked right after a change would show a change that forgets to raise its revision."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from types import ModuleType

import pytest

from kedang.core.access import store as roles_and_shares
from kedang.core.db import WorkspaceTx
from kedang.core.identity.store import people
from kedang.core.schema import store as model
from tests.support import Cluster

from .build import WORKSPACE
from .generate import world
from .harness import Arena, open_arena

SEEDS = range(1000, 1010)


@pytest.fixture(scope="module")
async def arena(cluster: Cluster) -> AsyncGenerator[Arena]:
    """A workspace for which two other processes answer."""
    addresses = cluster.clone()
    async with open_arena(addresses, processes=2) as made:
        yield made
    cluster.drop(addresses)


async def leave(tx: WorkspaceTx) -> None:
    """Leave a revision as it was."""


@pytest.mark.parametrize(
    ("where", "name"),
    [(roles_and_shares, "raise_policy_revision"), (people, "raise_policy_revision"), (model, "raise_schema_revision")],
    ids=["roles and shares", "people and departments", "model"],
)
async def test_a_change_that_raises_no_revision_is_found(arena: Arena, monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str) -> None:
    found = False
    for seed in SEEDS:
        made = world(seed)
        await arena.put(made)
        with monkeypatch.context() as patch:
            patch.setattr(where, name, leave)
            found = bool(await arena.moves(made, 1))
        async with arena.database.workspace(WORKSPACE) as tx:
            await model.raise_schema_revision(tx)
            await model.raise_policy_revision(tx)
        if found:
            break
    assert found

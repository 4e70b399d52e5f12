"""Fixtures that give a test its database.

``database`` is what most tests want: kedang's own ``Database`` on a clone of the template. What happens in it is rolled back after the test. A test marked
``commits`` gets a clone that nobody else sees, with real pools.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from kedang.core import access, schema
from kedang.core.db import Addresses, Database, open_database
from tests.support.clock import StillClock
from tests.support.cluster import Cluster, Run, open_cluster
from tests.support.pools import OnePool

RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run makes its folder."""
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = Run()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker where the folder is."""
    node.workerinput["kedang_run"] = str(node.config.stash[RUN].folder)  # type: ignore[attr-defined]  # xdist has no types


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if RUN in config.stash:
        config.stash[RUN].end()


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Generator[Cluster]:
    """The run's database server."""
    told = getattr(pytestconfig, "workerinput", None)
    with open_cluster(Path(told["kedang_run"]) if told else pytestconfig.stash[RUN].folder) as found:
        yield found


@pytest.fixture(scope="session")
def shared_addresses(cluster: Cluster) -> Addresses:
    """This process's own clone, for tests that roll back."""
    return cluster.clone()


@pytest.fixture
def addresses(request: pytest.FixtureRequest) -> Generator[Addresses]:
    """The test's database: a clone of its own for a test marked ``commits``, else the one of the process."""
    if request.node.get_closest_marker("commits") is None:
        yield request.getfixturevalue("shared_addresses")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    own = cluster.clone()
    yield own
    cluster.drop(own)


@pytest.fixture(scope="session")
async def shared_connection(shared_addresses: Addresses) -> AsyncGenerator[AsyncConnection[DictRow]]:
    """One connection as the application, on the clone of the process."""
    # Nothing is prepared: a table of one test is another table in the next.
    async with await AsyncConnection[DictRow].connect(shared_addresses.app, row_factory=dict_row, prepare_threshold=None) as connection:
        yield connection


@pytest.fixture
def clock() -> StillClock:
    """The time, which the test moves."""
    return StillClock()


@pytest.fixture
async def database(
    request: pytest.FixtureRequest, clock: StillClock, addresses: Addresses, shared_connection: AsyncConnection[DictRow]
) -> AsyncGenerator[Database]:
    """Kedang's door to the database; a revision that was rolled back comes again, so nothing may be remembered from another test."""
    schema.forget_catalogs()
    access.forget_rights()
    if request.node.get_closest_marker("commits") is not None:
        async with open_database(addresses.app, clock=clock, size=4, statement_timeout=15) as real:
            yield real
        return
    async with shared_connection.transaction(force_rollback=True):
        pool = OnePool(shared_connection)
        yield Database(installation_pool=pool, workspace_pool=pool, clock=clock)

"""Running reactions: claim, act, note, in one commit; a failure is counted in another and tried again later.

The effect of a reaction on the database happens once per event, however often the queue delivers it.
"""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

import psycopg
from psycopg.errors import DeadlockDetected, FeatureNotSupported, SerializationFailure
from psycopg_pool import PoolTimeout

from kedang.core.base import KedangError, WorkspaceId
from kedang.core.db import Database, NoSuchWorkspace, WorkspaceUpgrading

from . import store
from .errors import WorkerLost
from .model import Job, Plan, Reaction, Work

logger = logging.getLogger(__name__)

FIRST_PAUSE = 5.0  #: seconds before the second attempt; each further one waits four times as long
LONGEST_PAUSE = 6 * 3600.0  #: seconds
TURNS = 3  #: attempts that a deadlock or a changed plan costs before it counts as a failure
SUSPECT = 3  #: deaths of workers after which the events of a job are tried one by one
FATAL = 6  #: deaths of workers after which an event is given up

TRANSIENT = (SerializationFailure, DeadlockDetected, FeatureNotSupported)  # the last: 'cached plan must not change result type'
GONE = {"57P01", "57P02", "57P03", "53300"}  #: the server is stopping, has crashed, is starting, takes no more connections


async def run_events(database: Database, plan: Plan, workspace: WorkspaceId, name: str, events: Sequence[UUID], *, deaths: int = 0) -> None:
    """Deliver events to a reaction, one after another. ``deaths``: how many workers died of this job so far.

    Raises only when the database is away; the queue then tries the job again.
    """
    known = plan.by_name.get(name)
    if known is None:
        logger.warning("nobody is called %s any more; %s events of workspace %s were for it", name, len(events), workspace)
        return
    if deaths >= SUSPECT and len(events) > 1:
        async with database.workspace(workspace) as tx:
            await store.split(tx, known.queue, name, list(events))
        return
    for event in events:
        if deaths >= FATAL:
            await _fail(database, known, workspace, event, WorkerLost(attempts=deaths), last=True)
            continue
        await deliver(database, known, workspace, event)


async def deliver(database: Database, known: Reaction | Job, workspace: WorkspaceId, event: UUID) -> None:
    """Deliver one event; what fails is noted and put off, or given up after the last attempt."""
    try:
        await _act(database, known, workspace, event)
    except NoSuchWorkspace:
        logger.warning("workspace %s is gone; event %s ends here", workspace, event)
    except Exception as broken:  # whatever a reaction raises is its failure, and is noted as such
        if _is_outage(broken):
            raise
        await _fail(database, known, workspace, event, broken)


async def _act(database: Database, known: Reaction | Job, workspace: WorkspaceId, event: UUID) -> None:
    for turn in range(TURNS):
        try:
            match known:
                case Reaction():
                    await _react(database, known, workspace, event)
                case Job():
                    await _work(database, known, workspace, event)
                case _:
                    assert_never(known)
        except TRANSIENT:
            if turn == TURNS - 1:
                raise
        else:
            return


async def _react(database: Database, known: Reaction, workspace: WorkspaceId, event: UUID) -> None:
    async with database.workspace(workspace, timeout=known.timeout) as tx:
        body = await store.claim(tx, event, known.name)
        if body is not None:
            await known.run(tx, body)
            await store.finish(tx, event)


async def _work(database: Database, known: Job, workspace: WorkspaceId, event: UUID) -> None:
    async with database.workspace(workspace) as tx:
        body = await store.load_open(tx, event, known.name)
    if body is None:
        return
    await known.run(Work(database=database, workspace=workspace, event=event, name=known.name), body)
    async with database.workspace(workspace) as tx:
        if await store.claim(tx, event, known.name) is not None:
            await store.finish(tx, event)


async def _fail(database: Database, known: Reaction | Job, workspace: WorkspaceId, event: UUID, broken: BaseException, *, last: bool = False) -> None:
    logger.warning("%s failed on event %s of workspace %s: %s", known.name, event, workspace, _place(broken))
    async with database.workspace(workspace) as tx:
        failures = await store.insert_failure(tx, event, known.name, describe(broken))
        if failures is None:
            return
        if last or failures >= known.attempts:
            await store.bury(tx, event, known.name)
            await store.finish(tx, event)
            return
        await store.put_off(tx, event, known.name, known.queue, pause_before(failures + 1))


def _is_outage(broken: Exception) -> bool:
    if isinstance(broken, psycopg.OperationalError):
        return broken.sqlstate is None or broken.sqlstate.startswith("08") or broken.sqlstate in GONE
    return isinstance(broken, PoolTimeout | WorkspaceUpgrading)


def pause_before(attempt: int) -> float:
    """Seconds to wait before an attempt (the second is the first that waits), spread by a fifth."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 4.0 ** (attempt - 2)) * random.uniform(0.8, 1.2)


def describe(broken: BaseException) -> str:
    """What administrators read. It stays in the workspace's own tables: only its place goes to the log, for it may hold a customer's values."""
    text = broken.text("zh") if isinstance(broken, KedangError) else str(broken).split("\n", 1)[0]
    return f"{_place(broken)}: {text}"[:1000].replace("\x00", "")


def _place(broken: BaseException) -> str:
    frames = traceback.extract_tb(broken.__traceback__)
    return f"{type(broken).__name__} at {frames[-1].name}:{frames[-1].lineno}" if frames else type(broken).__name__


async def deliver_waiting(database: Database, plan: Plan, workspace: WorkspaceId) -> int:
    """Deliver what waits in a workspace here and now, without the queue: for commands and tests. Returns how many events there were."""
    number = 0
    while True:
        async with database.workspace(workspace) as tx:
            waiting = await store.load_waiting(tx, 100)
            for event, kind in waiting:
                await store.mark(tx, event, sum(known.kind == kind for known in plan.reactions))
        for event, kind in waiting:
            for known in plan.reactions:
                if known.kind == kind:
                    await deliver(database, known, workspace, event)
        number += len(waiting)
        if not waiting:
            return number

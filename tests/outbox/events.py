from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event, WorkspaceId

FIRST = WorkspaceId(1)


class Happened(Event, frozen=True, kw_only=True):
    kind: ClassVar[str] = "test.happened"
    id: UUID


class Ignored(Event, frozen=True, kw_only=True):
    kind: ClassVar[str] = "test.ignored"


class Due(Event, frozen=True, kw_only=True):
    kind: ClassVar[str] = "test.due"
    what: str = ""

"""What has happened to people and departments."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event


class PeopleCreated(Event, frozen=True):
    """People were added."""

    kind: ClassVar[str] = "people.created"
    people: tuple[UUID, ...]


class PersonUpdated(Event, frozen=True):
    """Something about a person changed; ``what`` names it: name, logins, departments, roles, status, language."""

    kind: ClassVar[str] = "person.updated"
    person: UUID
    what: tuple[str, ...]
    by: UUID | None = None  #: who changed it; none: the system, or it is not known


class DepartmentCreated(Event, frozen=True):
    """A department was added."""

    kind: ClassVar[str] = "department.created"
    department: UUID


class DepartmentUpdated(Event, frozen=True):
    """A department got another name or place, or was retired; ``what`` names it: name, parent, status."""

    kind: ClassVar[str] = "department.updated"
    department: UUID
    what: tuple[str, ...]


class NoticesChanged(Event, frozen=True):
    """Some people have something new to read, or have read it."""

    kind: ClassVar[str] = "notices.changed"
    people: tuple[UUID, ...]

"""Who is acting. Every verb gets an actor; there is no 'nobody, hence allowed'."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .ids import CredentialId, DepartmentId, PersonId, WorkspaceId


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person (or the system) acting in one workspace, with what rights depend on."""

    workspace: WorkspaceId
    person: PersonId | None  #: none only for the system itself
    name: str
    roles: tuple[str, ...]  #: keys of role definitions; rights are their union
    departments: tuple[DepartmentId, ...] = ()  #: those she belongs to
    departments_below: tuple[DepartmentId, ...] = ()  #: those, and every one below them
    via: str = "api"  #: session, api_token, job, import, cli …
    credential: CredentialId | None = None
    language: str = "zh"
    zone: str | None = None  #: in which she reads times; none: in the workspace's
    request: str = ""  #: the id of the request or job
    ip: str | None = None
    is_system: bool = False  #: work of the system, allowed everything; says so in the log

    @property
    def main_department(self) -> DepartmentId | None:
        """The department that records she makes belong to: the first of hers."""
        return self.departments[0] if self.departments else None


@dataclass(frozen=True, kw_only=True)
class RecordRef:
    """Names one record: the key of its object and its id."""

    object: str
    id: UUID


def system_actor(workspace: WorkspaceId, *, name: str, via: str = "system", request: str = "") -> Actor:
    """The system itself, acting in a workspace; ``name`` says which part of it."""
    return Actor(workspace=workspace, person=None, name=name, roles=(), via=via, request=request, is_system=True)

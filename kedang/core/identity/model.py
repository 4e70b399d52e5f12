"""People, departments and credentials, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from kedang.core.base import CredentialId, DepartmentId, PersonId, WorkspaceId

ADMINISTRATOR = "administrator"  #: the role of whoever sets the workspace up
Status = Literal["active", "disabled"]
Access = Literal["account", "invited", "none"]  #: can sign in; was invited and has not signed in yet; neither
Purpose = Literal["setup", "invite", "reset"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person's rights depend on, as of one policy revision."""

    roles: tuple[str, ...]
    departments: tuple[DepartmentId, ...]
    departments_below: tuple[DepartmentId, ...]


@dataclass(frozen=True, kw_only=True)
class Department:
    """A department; ``parent`` is the one above it."""

    id: DepartmentId
    name: str
    parent: DepartmentId | None
    is_retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A department that a person belongs to."""

    id: DepartmentId
    name: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works here, with or without an account."""

    id: PersonId
    name: str
    email: str | None
    mobile: str | None
    staff_number: str | None
    account: UUID | None  #: none for people who never sign in
    status: Status
    language: str
    zone: str | None = None  #: in which she reads times; none: in the workspace's
    departments: tuple[Membership, ...]  #: the first is the one her records belong to
    roles: tuple[str, ...]
    invited_until: datetime | None = None  #: until when her newest invitation is good; none if she never had one

    @property
    def logins(self) -> tuple[str, ...]:
        """What she may type at sign-in."""
        return tuple(one for one in (self.email, self.mobile, self.staff_number) if one)


@dataclass(frozen=True, kw_only=True)
class Credential:
    """A session or an API token, without its secret."""

    id: CredentialId
    kind: str
    name: str
    scopes: tuple[str, ...] | None  #: of a token: none means all that the person may do
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    ip: str | None = None  #: of a session: from where it was opened, and with which browser
    agent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """What signs in: it belongs to the installation, and to any number of workspaces as a person of each."""

    id: UUID
    password: str | None  #: a PHC string; none before the first sign-in
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """A workspace that an account belongs to, and who she is there."""

    workspace: WorkspaceId
    person: PersonId
    name: str  #: of the workspace
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """A one-time link that is still good."""

    purpose: Purpose
    workspace: WorkspaceId
    person: PersonId | None
    created_at: datetime
    expires_at: datetime

"""The commands ``user`` and ``token``: what an operator does without signing in. The log says that it was the command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from kedang import cli
from kedang.cli import Opened, Task, tr
from kedang.core import access, identity
from kedang.core.base import Actor, PersonId, WorkspaceId, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.identity import MakeLink, NewLink, Person, PersonChange, Scope

from .logins import login_of

user = typer.Typer(no_args_is_help=True, help=tr("人员与账号。", "People and accounts."), pretty_exceptions_show_locals=False)
token = typer.Typer(no_args_is_help=True, help=tr("API 令牌。", "API tokens."), pretty_exceptions_show_locals=False)

Who = Annotated[str, typer.Argument(help=tr("姓名、邮箱、手机号、工号或 id。", "Name, e-mail address, mobile, staff number or id."))]
Workspace = Annotated[int | None, typer.Option(help=tr("工作区编号；默认第一个。", "Number of the workspace; the first unless given."))]
Roles = Annotated[list[str] | None, typer.Option("--role", help=tr("角色，可重复。", "Role; may be repeated."))]
Address = Annotated[str | None, typer.Option(help=tr("链接使用的网址。", "Address that links begin with."))]
Logins = Annotated[
    list[str] | None, typer.Option("--login", help=tr("邮箱、手机号或工号，可重复。", "E-mail address, mobile or staff number; may be repeated."))
]


class TokenScope(StrEnum):
    """What a token may do."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"


Scopes = Annotated[
    list[TokenScope] | None, typer.Option("--scope", help=tr("权限范围，可重复；默认不限。", "What it may do; may be repeated; everything unless given."))
]
Days = Annotated[int, typer.Option(help=tr("有效天数。", "Days that it works."), min=1, max=3_650)]


async def _always(tx: WorkspaceTx, actor: Actor, what: str, /) -> bool:
    return actor.is_system


def _operator(tx: WorkspaceTx) -> Actor:
    return system_actor(tx.workspace, name="operator", via="cli")


@user.command("add", help=tr("添加人员；给出登录方式时生成邀请链接。", "Add a person; with a login, prints an invitation."))
def add(name: str, *, login: Logins = None, role: Roles = None, workspace: Workspace = None, address: Address = None, json: cli.Json = False) -> None:
    """Add a person."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)
        logins = {one.kind: one.text for one in map(login_of, login or [])}

        async def work(database: Database) -> tuple[Person, NewLink | None]:
            async with database.workspace(number) as tx:
                await access.install_roles(tx, _operator(tx))
                person = await identity.create_person(
                    tx,
                    _operator(tx),
                    may_manage=_always,
                    name=name,
                    email=logins.get("email"),
                    mobile=logins.get("mobile"),
                    staff_number=logins.get("staff_number"),
                    roles=role or (),
                )
                link = await identity.invite(tx, _operator(tx), person.id, may_manage=_always) if person.logins else None
            if link is not None:
                await identity.keep_link(database, link)
            return person, link

        person, link = opened.run(work)
        shown = _address(task, address, link)
        text = tr(f"已添加 {person.name}。", f"{person.name} was added.") + (tr(f"\n邀请链接：{shown}", f"\nInvitation: {shown}") if shown else "")
        task.output.result({"id": str(person.id), "name": person.name, "link": shown}, text)


@user.command("list", help=tr("列出人员。", "List people."))
def list_people(*, q: str = "", workspace: Workspace = None, json: cli.Json = False) -> None:
    """List people."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> list[Person]:
            found: list[Person] = []
            cursor: str | None = None
            async with database.workspace(number) as tx:
                while True:
                    page = await identity.find_people(tx, _operator(tx), q, limit=500, cursor=cursor)
                    found += page.items
                    cursor = page.next
                    if cursor is None:
                        return found

        rows: list[Mapping[str, object]] = [
            {
                "id": str(one.id), "name": one.name, "logins": ", ".join(one.logins), "roles": ", ".join(one.roles),
                "account": one.account is not None, "status": one.status,
            }
            for one in opened.run(work)
        ]  # fmt: skip
        task.output.table(rows)
        task.output.result(rows)


@user.command("invite", help=tr("生成邀请链接。", "Make an invitation."))
def invite(who: Who, *, workspace: Workspace = None, address: Address = None, json: cli.Json = False) -> None:
    """Make a link by which a person chooses her first password."""
    _link(identity.invite, who, workspace, address, json=json)


@user.command("reset", help=tr("生成重设密码的链接。", "Make a link to choose another password."))
def reset(who: Who, *, workspace: Workspace = None, address: Address = None, json: cli.Json = False) -> None:
    """Make a link by which a person who has a password chooses another."""
    _link(identity.reset, who, workspace, address, json=json)


def _link(make: MakeLink, who: str, workspace: int | None, address: str | None, *, json: bool) -> None:
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> NewLink:
            async with database.workspace(number) as tx:
                person = await identity.resolve_person(tx, _operator(tx), who)
                link = await make(tx, _operator(tx), person.id, may_manage=_always)
            await identity.keep_link(database, link)
            return link

        link = opened.run(work)
        shown = _address(task, address, link)
        task.output.result({"link": shown, "purpose": link.purpose}, tr(f"一次性链接：{shown}", f"One-time link: {shown}"))


def _address(task: Task, address: str | None, link: NewLink | None) -> str | None:
    if link is None:
        return None
    settings = task.settings
    running = cli.RunFile(settings.data_dir).read()
    base = address or settings.address or (running and running.address) or f"http://{settings.host}:{settings.port}"
    return f"{base.rstrip('/')}/invite/{link.secret}"


@user.command("disable", help=tr("停用人员并立即结束其所有会话。", "Disable a person and end all her sessions."))
def disable(who: Who, *, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Disable a person; her sessions, tokens and links end at once."""
    with cli.task(json=json) as task, task.open() as opened:
        person = _change(opened, opened.workspace(workspace), who)
        task.output.result({"id": str(person.id), "status": person.status}, tr(f"已停用 {person.name}。", f"{person.name} was disabled."))


def _change(opened: Opened, workspace: WorkspaceId, who: str) -> Person:
    async def work(database: Database) -> Person:
        async with database.workspace(workspace) as tx:
            person = await identity.resolve_person(tx, _operator(tx), who)
            change = PersonChange(status="disabled")
            found = await identity.update_person(tx, _operator(tx), person.id, may_manage=_always, change=change)
        await identity.sync_account(database, workspace, found.id)
        return found

    return opened.run(work)


@token.command("create", help=tr("为人员创建 API 令牌；令牌只显示一次。", "Make an API token of a person; it is shown once."))
def create(who: Who, *, name: str = "cli", scope: Scopes = None, days: Days = 365, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Make an API token of a person."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> tuple[identity.Credential, str]:
            async with database.workspace(number) as tx:
                person = await identity.resolve_person(tx, _operator(tx), who)
                scopes: list[Scope] | None = [one.value for one in scope] if scope else None
                return await identity.create_token_for(tx, _operator(tx), PersonId(person.id), name=name, scopes=scopes, days=days)

        made, secret = opened.run(work)
        task.output.result({"id": str(made.id), "token": secret, "expires_at": made.expires_at.isoformat()}, secret)


@token.callback()
def tokens() -> None:
    """Keep ``create`` a subcommand, though it is the only one."""


apps = {"user": user, "token": token}  #: for the table of commands

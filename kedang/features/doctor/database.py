"""The database: version, safety, migrations, indexes, rights, and the queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from kedang.core.db import migrate

from . import store
from .model import Check, Patient
from .words import Tr, attention, ok

LAG = 60.0  #: seconds that an event may wait
LATE = 3600.0  #: seconds that a periodic export may be overdue
DRIFT = 5.0  #: seconds between our clock and the database's

SAFE = {"fsync": "on", "full_page_writes": "on", "data_checksums": "on", "server_encoding": "UTF8", "password_encryption": "scram-sha-256"}


def checks(patient: Patient, tr: Tr) -> Iterator[Check]:
    """Everything about the database."""
    with store.connect(patient.addresses.admin) as admin:
        yield from _server(admin, tr)
        yield _clock(admin, tr)
        if not migrate.is_current(patient.addresses.admin):
            yield attention("migrations", tr("数据库结构不是最新", "The database is not up to date"), "kedang migrate")
            return
        yield ok("migrations", tr("数据库结构是最新", "The database is up to date"))
        yield _indexes(admin, tr)
        yield _rights(admin, tr)
        yield from _queue(admin, tr)


def _server(admin: store.Admin, tr: Tr) -> Iterator[Check]:
    found = store.load_settings(admin)
    version = found["server_version"]
    if int(found["server_version_num"]) // 10_000 == 18:
        yield ok("postgres", f"PostgreSQL {version}")
    else:
        yield attention("postgres", f"PostgreSQL {version}", tr("需要 PostgreSQL 18。", "PostgreSQL 18 is needed."), status="failed")
    unsafe = [f"{name} = {found.get(name)}" for name, wanted in SAFE.items() if found.get(name) != wanted]
    if found.get("synchronous_commit") == "off":
        unsafe.append("synchronous_commit = off")
    if unsafe:
        listed = ", ".join(unsafe)
        yield attention(
            "safety",
            tr(f"不安全的设置：{listed}", f"Unsafe settings: {listed}"),
            tr("请恢复默认设置；校验和需在建库时启用。", "Set them right; checksums are chosen when the cluster is made."),
        )
    else:
        yield ok("safety", tr("校验和与落盘设置正确", "Checksums and durability are on"))


def _clock(admin: store.Admin, tr: Tr) -> Check:
    drift = abs((store.clock(admin) - datetime.now(tz=UTC)).total_seconds())
    text = tr(f"本机与数据库时钟相差 {drift:.1f} 秒", f"The clocks of machine and database differ by {drift:.1f} s")
    if drift <= DRIFT:
        return ok("clock", text)
    return attention("clock", text, tr("请启用时间同步（NTP）。", "Turn time synchronisation (NTP) on."))


def _indexes(admin: store.Admin, tr: Tr) -> Check:
    invalid = store.load_invalid_indexes(admin)
    if not invalid:
        return ok("indexes", tr("所有索引有效", "All indexes are valid"))
    listed = ", ".join(invalid[:5])
    return attention("indexes", tr(f"无效索引：{listed}", f"Invalid indexes: {listed}"), f"reindex index concurrently {invalid[0]}")


def _rights(admin: store.Admin, tr: Tr) -> Check:
    undue = store.load_undue_rights(admin)
    if not undue:
        return ok("rights", tr("数据库角色的权限正确：无人可改审计与历史", "The roles' rights are right: nobody may change log or history"))
    listed = ", ".join(undue[:5])
    return attention(
        "rights",
        tr(f"多余的权限：{listed}", f"Undue rights: {listed}"),
        tr("请撤销这些权限并查明由谁授予。", "Revoke them, and find out who granted them."),
        status="failed",
    )


def _queue(admin: store.Admin, tr: Tr) -> Iterator[Check]:
    found = {workspace: store.load_queue(admin, workspace) for workspace in store.load_workspaces(admin)}
    dead = {workspace: letters for workspace, (letters, _) in found.items() if letters}
    failed = store.count_failed_jobs(admin)
    listed = ", ".join([*(f"ws_{workspace}: {letters}" for workspace, letters in dead.items()), *([f"jobs: {failed}"] if failed else [])])
    yield given_up(listed, tr)
    yield from of_exports({workspace: store.load_periodic(admin, workspace) for workspace in found}, datetime.now(tz=UTC), tr)
    yield waiting(max((seconds for _, seconds in found.values()), default=0.0), tr)


def of_exports(known: Mapping[int, tuple[datetime, str | None] | None], now: datetime, tr: Tr) -> Iterator[Check]:
    """Whether the periodic exports are made, where they are wanted: by workspace when the next is due, and what became of the last."""
    wanted = {workspace: found for workspace, found in known.items() if found is not None}
    if not wanted:
        return
    failed = [workspace for workspace, (_, last) in wanted.items() if last == "failed"]
    late = [workspace for workspace, (due, _) in wanted.items() if (now - due).total_seconds() > LATE]
    where = ", ".join(f"ws_{workspace}" for workspace in sorted({*failed, *late}))
    if failed:
        text = tr(f"最近一次定期完整导出失败：{where}", f"The last periodic export failed: {where}")
        yield attention(
            "periodic_export", text, tr("原因见“导出全部数据”页面；排除后会自动重试。", "'Export everything' tells why; once that is mended it is tried again.")
        )
    elif late:
        text = tr(f"定期完整导出未按时进行：{where}", f"The periodic export is overdue: {where}")
        yield attention("periodic_export", text, tr("请检查后台任务是否在运行。", "See that jobs are running: kedang serve, or kedang worker."))
    else:
        yield ok("periodic_export", tr("定期完整导出正常", "The periodic exports are made"))


def given_up(listed: str, tr: Tr) -> Check:
    """Whether background work has failed for good: where, and how often."""
    if not listed:
        return ok("dead_letters", tr("没有失败的后台任务", "No background work has failed"))
    return attention(
        "dead_letters",
        tr(f"失败的后台任务：{listed}", f"Background work that failed: {listed}"),
        tr("请查看日志中的原因，排除后重试。", "Look at the reasons in the log, then try again."),
    )


def waiting(lag: float, tr: Tr) -> Check:
    """Whether background work keeps up; ``lag`` in seconds."""
    text = tr(f"最早的待处理事件已等待 {lag:.0f} 秒", f"The oldest event has waited {lag:.0f} s")
    if lag <= LAG:
        return ok("queue_lag", text)
    return attention(
        "queue_lag", text, tr("请检查后台任务是否在运行：kedang serve 或 kedang worker。", "See that jobs are running: kedang serve, or kedang worker.")
    )

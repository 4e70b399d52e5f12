"""The roles and the database that the product needs on a server: made once, completed at every start."""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg import Connection, sql

DATABASE = "kedang"
OWNER = "kd_owner"  #: owns everything and cannot log in
APPLICATION = "kd_app"  #: logs in, owns nothing, inherits nothing
EXTENSIONS = ("pg_trgm", "btree_gin")


def prepare_server(admin: str, database: str, password: str) -> None:
    """Roles and the database, as the superuser of our own server."""
    with psycopg.connect(admin, autocommit=True) as server:
        ensure_roles(server, password)
        if not _any(server, "select 1 from pg_database where datname = %s", database):
            server.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(OWNER)))
        for other in ("postgres", "template1"):
            server.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(other)))
        close_database(server, database)


def ensure_roles(server: Connection, password: str) -> None:
    """The owner and the application's role. The server is handed a verifier, never the password itself."""
    if not _any(server, "select 1 from pg_roles where rolname = %s", OWNER):
        server.execute(sql.SQL("create role {} nologin").format(sql.Identifier(OWNER)))
    if not _any(server, "select 1 from pg_roles where rolname = %s", APPLICATION):
        verifier = server.pgconn.encrypt_password(password.encode(), APPLICATION.encode(), b"scram-sha-256").decode()
        server.execute(sql.SQL("create role {} login noinherit password {}").format(sql.Identifier(APPLICATION), sql.Literal(verifier)))


def close_database(server: Connection, database: str) -> None:
    """Nobody but the application may connect, and nobody gets a temporary table."""
    name = sql.Identifier(database)
    server.execute(sql.SQL("revoke all on database {} from public").format(name))
    server.execute(sql.SQL("grant connect on database {} to {}").format(name, sql.Identifier(APPLICATION)))
    server.execute(sql.SQL("grant create on database {} to {}").format(name, sql.Identifier(OWNER)))


def ensure_extensions(admin: str, *, with_statistics: bool) -> None:
    """What a database needs of PostgreSQL's own extensions before it is filled from a backup; ``with_statistics`` needs a superuser."""
    with psycopg.connect(admin, autocommit=True) as database:
        for name in EXTENSIONS:
            database.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
    if with_statistics:
        ensure_statistics(admin)


def ensure_statistics(admin: str) -> None:
    """The record of what statements cost, for superusers only. The other extensions come with the migrations."""
    with psycopg.connect(admin, autocommit=True) as database:
        database.execute("create extension if not exists pg_stat_statements")
        database.execute("revoke all on pg_stat_statements, pg_stat_statements_info from public")


def _any(server: Connection, query: LiteralString, value: str) -> bool:
    return server.execute(query, (value,)).fetchone() is not None

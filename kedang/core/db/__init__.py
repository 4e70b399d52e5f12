"""The database: pools and transactions, migrations, the embedded server."""

from . import migrate, roles
from .copying import MANY, copy, is_copied, json_of
from .database import Database, NoSuchWorkspace, Pool, WorkspaceUpgrading, open_database
from .embedded import Addresses, EmbeddedServer, addresses
from .locks import FileLock
from .tx import Entered, InstallationTx, Statement, Tx, WorkspaceTx, schema_of

__all__ = [
    "MANY",
    "Addresses",
    "Database",
    "EmbeddedServer",
    "Entered",
    "FileLock",
    "InstallationTx",
    "NoSuchWorkspace",
    "Pool",
    "Statement",
    "Tx",
    "WorkspaceTx",
    "WorkspaceUpgrading",
    "addresses",
    "copy",
    "is_copied",
    "json_of",
    "migrate",
    "open_database",
    "roles",
    "schema_of",
]

"""The database: pools and transactions, migrations, the embedded server."""

from . import migrate, roles
from .database import Database, NoSuchWorkspace, Pool, WorkspaceUpgrading, open_database
from .embedded import Addresses, EmbeddedServer, addresses
from .locks import FileLock
from .tx import Entered, InstallationTx, Statement, Tx, WorkspaceTx, schema_of

__all__ = [
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
    "migrate",
    "open_database",
    "roles",
    "schema_of",
]

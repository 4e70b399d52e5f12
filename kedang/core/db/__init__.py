"""The database: pools and transactions, migrations, the embedded server."""

from . import migrate
from .database import Database, NoSuchWorkspace, Pool, WorkspaceUpgrading, open_database
from .embedded import Addresses, EmbeddedServer, addresses
from .tx import Entered, InstallationTx, Statement, Tx, WorkspaceTx, schema_of

__all__ = [
    "Addresses",
    "Database",
    "EmbeddedServer",
    "Entered",
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
    "schema_of",
]

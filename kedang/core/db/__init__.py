"""The database: pools and transactions, migrations, the embedded server."""

from .database import Database, NoSuchWorkspace, Pool, WorkspaceUpgrading, open_database
from .tx import Entered, InstallationTx, Statement, Tx, WorkspaceTx, schema_of

__all__ = [
    "Database",
    "Entered",
    "InstallationTx",
    "NoSuchWorkspace",
    "Pool",
    "Statement",
    "Tx",
    "WorkspaceTx",
    "WorkspaceUpgrading",
    "open_database",
    "schema_of",
]

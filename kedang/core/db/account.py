"""As whom the server runs. PostgreSQL refuses root; started by root, it gets a user of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ForeignFolder, NoAccount

NAME = "kedang-postgres"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of the machine who is not root."""

    name: str
    uid: int
    gid: int


def program_keywords(account: Account | None) -> dict[str, Any]:  # Any: keywords of subprocess
    """The keywords with which ``subprocess`` starts a program as this account, with nothing of our environment."""
    if sys.platform == "win32":
        return {"cwd": os.environ.get("SYSTEMDRIVE", "C:") + "\\"}
    who: dict[str, Any] = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}  # Any: as above
    # A session of its own: Ctrl-C in the terminal must not reach the database.
    return {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, "umask": 0o077, "start_new_session": True, **who}


if sys.platform == "win32":

    def account_for(folder: Path) -> Account | None:
        """Whoever we are: the programs themselves give up an administrator's rights on Windows."""
        del folder

else:
    import pwd

    def account_for(folder: Path) -> Account | None:
        """Who runs the server of this folder; ``None`` means whoever we are.

        For root that is the owner of a database that is there already, or of the folder, or a system user made for it.
        """
        if os.geteuid() != 0:
            return None
        for there in (folder / "data", folder):
            if there.exists() and there.stat().st_uid != 0:
                return _of(there.stat().st_uid, there.stat().st_gid)
        if (folder / "data").exists():
            raise ForeignFolder(folder=folder / "data")
        try:
            known = pwd.getpwnam(NAME)
        except KeyError:
            known = _create()
        return Account(name=known.pw_name, uid=known.pw_uid, gid=known.pw_gid)

    def _of(uid: int, gid: int) -> Account:
        try:
            return Account(name=pwd.getpwuid(uid).pw_name, uid=uid, gid=gid)
        except KeyError:
            return Account(name=str(uid), uid=uid, gid=gid)

    def _create() -> pwd.struct_passwd:
        program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program is None:
            raise NoAccount(account=NAME, reason="there is no 'useradd'")
        command = [program, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            return pwd.getpwnam(NAME)  # also when another starter was faster
        except KeyError:
            raise NoAccount(account=NAME, reason=made.stderr.strip() or f"'useradd' ended with {made.returncode}") from None

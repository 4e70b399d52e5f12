"""The generated passwords of the database's roles, in a file that only its owner may read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path


class Passwords:
    """A small file ``{role: password}``."""

    def __init__(self, file: Path, *, owner: tuple[int, int] | None = None) -> None:
        """``owner``: who shall own the file if it is made now."""
        self.file = file
        self._owner = owner

    def read(self) -> dict[str, str]:
        """What is known; empty without a file."""
        try:
            return json.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def ensure(self, *roles: str) -> dict[str, str]:
        """Every password, with new ones for roles that have none yet. On disk before it is returned."""
        known = self.read()
        missing = {role: secrets.token_urlsafe(32) for role in roles if role not in known}
        if missing:
            known |= missing
            self._write(known)
        return known

    def _write(self, known: dict[str, str]) -> None:
        part = self.file.with_name(self.file.name + ".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            if self._owner is not None:
                os.fchown(out.fileno(), *self._owner)
            json.dump(known, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(self.file)

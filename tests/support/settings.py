"""Settings for tests: what is written goes into a folder that is gone with the process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from kedang.settings import Settings


def settings(*, allow_http: str = "loopback") -> Settings:
    """The usual settings, over a folder of this process."""
    return Settings(data_dir=_folder(), allow_http=allow_http)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kedang-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

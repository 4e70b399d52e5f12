"""An application whose exports lie in a folder of the test's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from kedang.app import build
from kedang.core import identity
from kedang.core.db import Database
from kedang.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own."""
    return Settings(data_dir=tmp_path)


@pytest.fixture
async def app(database: Database, settings: Settings) -> AsyncGenerator[Any]:
    """The application, as in the other tests, but for its data folder."""
    identity.forget_standings()
    yield build(database, settings)
    identity.forget_standings()

"""The collector during an import."""

from __future__ import annotations

import gc

import pytest

from kedang.features.imports.collecting import RARELY, rarely


def test_behind_the_last_import_the_collector_works_as_before() -> None:
    before = gc.get_threshold()
    with rarely():
        with rarely():
            assert gc.get_threshold() == RARELY
        assert gc.get_threshold() == RARELY
    assert gc.get_threshold() == before


def test_an_import_that_fails_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), rarely():
        raise RuntimeError("broken")
    assert gc.get_threshold() == before

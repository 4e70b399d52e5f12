"""Definitions as keys of a cache."""

from __future__ import annotations

from kedang.core.schema import FieldDefinition


class Same:
    """A definition as a key of a cache: the same one, not an equal one (options hold dictionaries)."""

    def __init__(self, definition: FieldDefinition) -> None:
        """Of a definition."""
        self.definition = definition

    def __hash__(self) -> int:
        """By identity."""
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        """By identity."""
        return isinstance(other, Same) and other.definition is self.definition

"""Single choice from a controlled list; ordered as the list is."""

from __future__ import annotations

from psycopg.sql import SQL, Composable, Literal

from .base import EMPTY, EQUAL, Columns, Kind, Refused, Spec


class Choice(Kind):
    """One of a list."""

    name = "choice"
    label = {"zh": "单选", "en": "Choice"}
    family = "choice"
    ops = EQUAL | EMPTY
    is_unique_able = False

    def parse(self, spec: Spec, value: object) -> Columns:
        """An option's key; retired options cannot be chosen anew."""
        return (option_of(spec, value),)

    def order(self, spec: Spec, columns: list[Composable]) -> Composable:
        """The option's place in the list."""
        return SQL("array_position({}::text[], {})").format(Literal(list(spec.options)), columns[0])


def option_of(spec: Spec, value: object) -> str:
    """The key of a live option. Raises ``Refused``."""
    if not isinstance(value, str) or value not in spec.options:
        raise Refused(f"must be one of {', '.join(spec.options) or 'no options yet'}", f"应为以下之一：{'、'.join(spec.options) or '（暂无选项）'}")
    if value not in spec.live_options:
        raise Refused(f"the option {value} is retired", f"选项 {value} 已停用")
    return value

"""What somebody may know of the firm's work: the chart of it, from the definitions in her sight."""

from __future__ import annotations

from kedang.core.access import Rights
from kedang.core.base import label_in
from kedang.core.query import Level, is_readable_object, is_shown
from kedang.core.schema import Object

from .flow import Flow, Step, flow_of


def flow(rights: Rights, language: str, other: str) -> Flow:
    """The chart of the objects that the caller may see; words in ``language``, else in ``other``."""
    known = sorted(rights.catalog.objects.values(), key=lambda one: one.definition.place)
    return flow_of([_step(rights, one, language, other) for one in known if is_readable_object(rights.catalog, rights.scope, one.key)])


def _step(rights: Rights, one: Object, language: str, other: str) -> Step:
    fields = [field for field in one.own_fields if is_shown(rights.catalog, rights.scope, one, field) and not field.is_off]
    stages, aside = _stages(rights, one, language, other)
    label = label_in(one.definition.label, language, other)
    return Step(key=one.key, label=label, before=frozenset(field.target for field in fields if field.target), stages=stages, aside=aside)


def _stages(rights: Rights, one: Object, language: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    path = one.definition.path
    if path is None or rights.of(one.key).best(path.field) < Level.READ:
        return (), ()
    options = [option for option in one.fields[path.field].definition.options if not option.is_retired]
    names = [(label_in(option.label, language, other), option.key in path.aside) for option in options]
    return tuple(name for name, is_aside in names if not is_aside), tuple(name for name, is_aside in names if is_aside)

"""A change of model as values: what is wanted, and what it would do."""

from __future__ import annotations

import msgspec

from .definitions import FieldDefinition, ObjectDefinition


class AddObject(msgspec.Struct, frozen=True, kw_only=True, tag="add_object", tag_field="change"):
    """A new object with its fields."""

    definition: ObjectDefinition


class ChangeObject(msgspec.Struct, frozen=True, kw_only=True, tag="change_object", tag_field="change"):
    """Everything of an object but its key and its fields."""

    definition: ObjectDefinition  #: its fields do not count


class RetireObject(msgspec.Struct, frozen=True, kw_only=True, tag="retire_object", tag_field="change"):
    """The object disappears; its records stay stored."""

    object: str


class AddField(msgspec.Struct, frozen=True, kw_only=True, tag="add_field", tag_field="change"):
    """A new field at the end of an object."""

    object: str
    definition: FieldDefinition


class ChangeField(msgspec.Struct, frozen=True, kw_only=True, tag="change_field", tag_field="change"):
    """Another definition for a field; its key stays. A change of kind runs by itself, see ``conversion``."""

    object: str
    definition: FieldDefinition


class RetireField(msgspec.Struct, frozen=True, kw_only=True, tag="retire_field", tag_field="change"):
    """The field disappears; its values stay stored."""

    object: str
    field: str


class OrderFields(msgspec.Struct, frozen=True, kw_only=True, tag="order_fields", tag_field="change"):
    """The fields of an object in another order."""

    object: str
    fields: tuple[str, ...]  #: every key once


class RestoreField(msgspec.Struct, frozen=True, kw_only=True, tag="restore_field", tag_field="change"):
    """A field that was retired is there again, with its values, at the end of its object."""

    object: str
    field: str


class RestoreObject(msgspec.Struct, frozen=True, kw_only=True, tag="restore_object", tag_field="change"):
    """An object that was retired is there again, with its records."""

    object: str


Change = AddObject | ChangeObject | RetireObject | RestoreObject | AddField | ChangeField | RetireField | RestoreField | OrderFields


class OptionRetired(msgspec.Struct, frozen=True, kw_only=True):
    """An option that cannot be chosen any more; what holds it keeps it."""

    key: str
    label: dict[str, str]
    records: int  #: that hold it, those in the recycle bin included


class Effect(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one change would do."""

    change: str
    object: str
    field: str | None = None
    values: int | None = None  #: how many live records have a value that is concerned
    lost: int | None = None  #: how many of these values would not convert
    unfit: int | None = None  #: how many of these values do not fit the format that the field gets; they stay until somebody writes them anew
    samples: tuple[str, ...] = ()  #: some of those that would not convert or do not fit
    kind: str | None = None  #: the kind that the field gets
    options: tuple[OptionRetired, ...] = ()  #: those that the change retires, left out of the list or marked
    records: int | None = None  #: how many live records the object has that goes out of use or comes back
    relations: tuple[str, ...] = ()  #: of an object that goes out of use: the relations of other objects that go with it, as ``object.field``
    warnings: tuple[str, ...] = ()


class ModelPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of changes would do, in order."""

    revision: int  #: the model's revision that it was made for
    effects: tuple[Effect, ...]

"""The model of a workspace: objects, fields, relations; plan and run a change of model."""

from .catalog import STATES, WRITABLE_SYSTEM, Catalog, Field, Object, field_of
from .conversion import ModelBusy, convert_field, resume
from .converting import TO
from .definitions import DYNAMIC, SYSTEM_KEYS, FieldDefinition, Latest, ObjectDefinition, Option, StagePath, is_key
from .errors import BadDefinition, BadKey, BadValue, CannotConvert, FieldInUse, KeyTaken, NoSuchObject, NotUnique, UnknownField, ValueRequired
from .kinds import (
    FORMATS,
    KINDS,
    PARTS,
    Columns,
    Kind,
    Refused,
    Spec,
    id_of,
    inner_fits,
    is_credit_code,
    normal_credit_code,
    normal_phone,
    shown_moment,
)
from .model import AddField, AddObject, Change, ChangeField, ChangeObject, Effect, ModelPlan, OptionRetired, RetireField, RetireObject
from .ordering import is_ordered
from .planning import plan
from .service import ModelChanged, forget_catalogs, load_catalog, read_catalog, run
from .store import insert_definition, load_definitions, raise_policy_revision

__all__ = [
    "DYNAMIC",
    "FORMATS",
    "KINDS",
    "PARTS",
    "STATES",
    "SYSTEM_KEYS",
    "TO",
    "WRITABLE_SYSTEM",
    "AddField",
    "AddObject",
    "BadDefinition",
    "BadKey",
    "BadValue",
    "CannotConvert",
    "Catalog",
    "Change",
    "ChangeField",
    "ChangeObject",
    "Columns",
    "Effect",
    "Field",
    "FieldDefinition",
    "FieldInUse",
    "KeyTaken",
    "Kind",
    "Latest",
    "ModelBusy",
    "ModelChanged",
    "ModelPlan",
    "NoSuchObject",
    "NotUnique",
    "Object",
    "ObjectDefinition",
    "Option",
    "OptionRetired",
    "Refused",
    "RetireField",
    "RetireObject",
    "Spec",
    "StagePath",
    "UnknownField",
    "ValueRequired",
    "convert_field", "field_of", "forget_catalogs",
    "id_of",
    "inner_fits",
    "insert_definition",
    "is_credit_code",
    "is_key", "is_ordered",
    "load_catalog",
    "load_definitions",
    "normal_credit_code",
    "normal_phone",
    "plan",
    "raise_policy_revision",
    "read_catalog",
    "resume",
    "run",
    "shown_moment",
]  # fmt: skip

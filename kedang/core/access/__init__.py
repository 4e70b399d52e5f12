"""Rights: roles, shares, and the ``Scope`` that they add up to for an actor."""

from .errors import BadRole, MayNot, MayNotManage
from .policy import ACTIONS, Rights, forget_rights, object_scope, rights_now, rights_of, scope_of
from .roles import BUILT_IN, ObjectRights, RoleDefinition
from .service import find_managers, find_roles, install_roles, save_role
from .store import delete_share, upsert_share
from .words import deed

__all__ = [
    "ACTIONS",
    "BUILT_IN",
    "BadRole",
    "MayNot",
    "MayNotManage",
    "ObjectRights",
    "Rights",
    "RoleDefinition",
    "deed",
    "delete_share",
    "find_managers",
    "find_roles",
    "forget_rights",
    "install_roles",
    "object_scope",
    "rights_now",
    "rights_of",
    "save_role",
    "scope_of",
    "upsert_share",
]  # fmt: skip

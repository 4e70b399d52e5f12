"""Records without owner or department belong to nobody's own rows."""

from __future__ import annotations

from uuid import UUID

import pytest

from kedang.core import access, records, schema
from kedang.core.access import ObjectRights, RoleDefinition
from kedang.core.base import Actor, PersonId, RecordRef, WorkspaceId, new_id, system_actor
from kedang.core.db import Database
from kedang.core.schema import AddObject, FieldDefinition, ObjectDefinition

HOME = WorkspaceId(1)
THING = ObjectDefinition(key="nobodys", label={"en": "Thing"}, fields=(FieldDefinition(key="name", kind="text", label={"en": "Name"}),))
OWN = RoleDefinition(
    key="reader_of_all",
    label={"en": "Reads all, writes her own"},
    objects={"nobodys": ObjectRights(read="all", update="own", delete="own", merge="own", fields={"*": "edit"})},
)


async def test_who_may_change_her_own_records_may_not_change_those_of_nobody(database: Database) -> None:
    mara = Actor(workspace=HOME, person=PersonId(new_id()), name="Mara", roles=("reader_of_all",))
    system = system_actor(HOME, name="test")
    async with database.workspace(HOME) as tx:
        await schema.run(tx, system, [AddObject(definition=THING)])
        await access.save_role(tx, system, OWN)
        whole = await access.rights_now(tx, system)
        made = [await records.create(tx, whole, "nobodys", {"name": name}) for name in ("甲", "乙")]
    async with database.workspace(HOME) as tx:
        rights = await access.rights_of(tx, mara)
        ref = RecordRef(object="nobodys", id=made[0].id)
        assert b'"_can":{"update":false,"delete":false}' in await records.get(tx, rights, ref)
        with pytest.raises(records.MayNotRecord):
            await records.update(tx, rights, ref, {"name": "改"}, version=1)
        with pytest.raises(records.MayNotRecord):
            await records.delete(tx, rights, ref)
        others: list[UUID] = [made[1].id]
        with pytest.raises(records.MayNotRecord):
            await records.merge(tx, rights, "nobodys", made[0].id, others, values={})
        assert b'"version":1,' in await records.get(tx, rights, ref)

"""What can go wrong with a change of the model, before the schema is asked."""

from __future__ import annotations

from kedang.core.base import Invalid


class Fixed(Invalid):
    """'{field}' stays as it was made and cannot be changed."""

    zh = "“{field}”创建后不能更改。"


class FieldsApart(Invalid):
    """Fields are not changed together with their object: POST /objects/{object}/fields adds one, PATCH and DELETE /objects/{object}/fields/… change one."""

    zh = "字段不能随对象一起修改：请用 POST /objects/{object}/fields 新增，用 PATCH 或 DELETE /objects/{object}/fields/… 修改或停用单个字段。"

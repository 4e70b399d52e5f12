"""What can go wrong with a change of the model, before the schema is asked."""

from __future__ import annotations

from kedang.core.base import Conflict, Invalid


class Fixed(Invalid):
    """'{field}' stays as it was made and cannot be changed."""

    zh = "“{field}”创建后不能更改。"


class FieldsApart(Invalid):
    """Fields are not changed together with their object: POST /objects/{object}/fields adds one, PATCH and DELETE /objects/{object}/fields/… change one."""

    zh = "字段不能随对象一起修改：请用 POST /objects/{object}/fields 新增，用 PATCH 或 DELETE /objects/{object}/fields/… 修改或停用单个字段。"


class ModelMoved(Conflict):
    """Somebody else has changed the same meanwhile. Look at how it is now, and decide again."""

    zh = "在您编辑期间，他人已修改了同一处设置。请查看最新内容后再决定。"
    code = "stale"


class SameOption(Invalid):
    """'{field}': give two different options of the list, of which the second is in use."""

    zh = "“{field}”：请给出列表中两个不同的选项，且第二个须在使用中。"


class NoOptions(Invalid):
    """'{field}' has no options."""

    zh = "“{field}”没有选项。"

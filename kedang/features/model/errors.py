"""What can go wrong with a change of the model, before the schema is asked."""

from __future__ import annotations

from kedang.core.base import Invalid


class Fixed(Invalid):
    """'{field}' stays as it was made and cannot be changed."""

    zh = "“{field}”创建后不能更改。"

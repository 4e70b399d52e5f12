"""Why a query cannot be answered."""

from __future__ import annotations

from kedang.core.base import Invalid


class InvalidCondition(Invalid):
    """The condition on '{field}' cannot be used: {reason}"""

    zh = "字段“{field}”的条件无法使用：{reason}"


class InvalidQuery(Invalid):
    """'{field}' cannot be used: {reason}"""

    zh = "“{field}”无法使用：{reason}"


class InvalidLimit(Invalid):
    """'limit' must be between 1 and {most}."""

    zh = "“limit” 应在 1 到 {most} 之间。"


class InvalidBucket(Invalid):
    """'{bucket}' cannot group '{field}'; only dates have buckets: year, quarter, month, week, day."""

    zh = "“{bucket}”不能用于字段“{field}”的分组；仅日期可按 year、quarter、month、week、day 分组。"


class InvalidMeasure(Invalid):
    """'{op}' cannot be measured of '{field}'."""

    zh = "字段“{field}”不能计算“{op}”。"


class InvalidCursor(Invalid):
    """The cursor does not belong to this query; begin again with the first page."""

    zh = "游标与此查询不符，请从第一页重新开始。"


class FieldNotUsable(Invalid):
    """'{field}' cannot be used to filter, sort, group or measure."""

    zh = "字段“{field}”不能用于筛选、排序、分组或计算。"


class QueryTooCostly(Invalid):
    """The query is too costly: {reason}"""

    zh = "查询过于复杂：{reason}"


class OffsetTooDeep(Invalid):
    """Position {offset} is too deep for this order; filter first, or sort by a field that a saved view is sorted by."""

    zh = "在此排序下无法跳到第 {offset} 行；请先筛选，或按已保存视图的排序字段排序。"

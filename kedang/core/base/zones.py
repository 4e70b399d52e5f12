"""Time zones by their names, such as Asia/Shanghai."""

from __future__ import annotations

from zoneinfo import available_timezones

from .errors import Invalid


class BadZone(Invalid):
    """'{zone}' is no time zone; give one such as Asia/Shanghai."""

    zh = "“{zone}”不是有效的时区，请填写如 Asia/Shanghai。"


def check_zone(zone: str) -> None:
    """Raises ``BadZone`` for a zone that nobody knows."""
    if zone not in available_timezones():
        raise BadZone(field="zone", zone=zone)

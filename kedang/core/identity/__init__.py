"""Identity: people, departments, sign-in, sessions and API tokens. It makes the ``Actor`` that every verb gets."""

from .actors import actor_of, forget_standings, standing_of
from .model import ADMINISTRATOR, Credential, Department, Link, Membership, Person, Standing
from .secret import Presented, cookie_of, parse_cookie, parse_token

__all__ = [
    "ADMINISTRATOR",
    "Credential",
    "Department",
    "Link",
    "Membership",
    "Person",
    "Presented",
    "Standing",
    "actor_of",
    "cookie_of",
    "forget_standings",
    "parse_cookie",
    "parse_token",
    "standing_of",
]

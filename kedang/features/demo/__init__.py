"""The demonstration: a workspace of its own, filled with a story made up by us, that can be looked at as different people, reset and removed."""

from .errors import DemoAway, DemoBusy
from .model import Demo, Persona
from .service import ask, enter, get
from .work import Builder, builder, carry_out, watch

__all__ = ["Builder", "Demo", "DemoAway", "DemoBusy", "Persona", "ask", "builder", "carry_out", "enter", "get", "watch"]

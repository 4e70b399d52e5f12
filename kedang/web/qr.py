"""QR codes for pages: what an invitation link or an address looks like to a phone's camera."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kedang import qr

from .bodies import Body
from .routes import post


class QrText(Body, frozen=True):
    """The text of a code. It comes in the body and not in the address, because it may be a one-time link, and addresses end in logs."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=qr.LONGEST)]


class QrShown(msgspec.Struct, frozen=True, kw_only=True):
    """A code as a drawing: the dark modules are ``path``, in a view box of ``0 0 size size`` that holds the light margin too."""

    size: int
    path: str


@post("/qr", policy="signed_in", reads=True)
async def draw(data: QrText) -> QrShown:
    """Draw a text as a QR code; nothing is kept."""
    square = qr.square_of(data.text)
    return QrShown(size=square.size, path=square.path)

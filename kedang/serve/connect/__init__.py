"""The page by which phones and other computers come to trust this installation: plain HTTP on a port of its own, for this page and the certificate only."""

from .server import serve

__all__ = ["serve"]

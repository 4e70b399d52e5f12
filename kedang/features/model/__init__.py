"""The model as people meet it: the objects and fields that one may see, and the door to change them."""

from .service import change, describe, describe_all, plan

__all__ = ["change", "describe", "describe_all", "plan"]

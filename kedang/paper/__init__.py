"""Paper: documents set as PDF, from a template of ours and data, with the Chinese fonts that come along."""

from .errors import PaperBroken
from .setting import Template, typeset

__all__ = ["PaperBroken", "Template", "typeset"]

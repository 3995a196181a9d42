"""Build hook of the wheel: compiles the catalogues, so that an installed program speaks Vietnamese without Babel."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def load_tool(root: Path, name: str) -> ModuleType:
    """Load `tools/<name>.py` by its path: an isolated build environment has no import path to the checkout."""
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"tools/{name}.py is missing from the source tree")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles `resources/translations/<language>/*.po` into `outreach.mo` before a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogues; a contradiction between two parts stops the build."""
        del version, build_data
        if self.target_name == "wheel":
            tool = load_tool(Path(self.root), "compile_catalogue")
            tool.compile_all(Path(self.root) / "resources" / "translations")

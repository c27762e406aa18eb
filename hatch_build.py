"""Writes into the package of which commit it was built, so that `litwiki init` can pin a new wiki to it."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "commit.txt"


class CommitHook(BuildHookInterface):  # type: ignore[type-arg]  # of no builder in particular
    """In a checkout the commit is git's; in an unpacked source distribution it is the one written down there."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the file to what is built; a checkout that is installed in place asks git each time instead."""
        if version == "editable":
            return
        kept = Path(self.root) / NAME
        commit = kept.read_text(encoding="ascii") if kept.is_file() else self._head()
        if commit:
            written = Path(self.directory) / NAME
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(commit, encoding="ascii")
            place = NAME if self.target_name == "sdist" else f"litwiki/{NAME}"
            build_data["force_include"][str(written)] = place

    def _head(self) -> str:
        if not (Path(self.root) / ".git").exists():
            return ""
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=self.root, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Removes what was only on its way into the package."""
        (Path(self.directory) / NAME).unlink(missing_ok=True)

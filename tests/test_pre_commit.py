"""The hook for other repositories: what it names exists, and it stops a commit that breaks the wiki."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import DATA

ROOT = Path(__file__).parents[1]


@pytest.fixture
def hook() -> dict[str, object]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_hook_has_what_pre_commit_asks_for(hook: dict[str, object]) -> None:
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    files = re.compile(str(hook["files"]))
    assert all(files.search(path) for path in ("content/papers/kettle.md", "site_config/wiki.yml", "mkdocs.yml"))
    assert not any(files.search(path) for path in ("README.md", "docs/content/x.md", "mkdocs.yml.bak"))


def test_the_hook_stops_what_is_wrong_and_nothing_else(hook: dict[str, object], tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", root)
    command, *words = shlex.split(str(hook["entry"]))
    run = [str(Path(sys.executable).with_name(command)), *words]
    assert subprocess.run(run, cwd=root, check=False).returncode == 0
    (root / "content" / "papers" / "kettle.md").write_text("no front matter\n", encoding="utf-8")
    stopped = subprocess.run(run, cwd=root, check=False, capture_output=True, text=True)
    assert stopped.returncode == 1
    assert "content/papers/kettle.md:1:1 Y003" in stopped.stdout

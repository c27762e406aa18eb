"""The hook that this repository offers to pre-commit."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import DATA

ROOT = Path(__file__).parents[1]


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(found)


def run(root: Path) -> subprocess.CompletedProcess[str]:
    """What pre-commit does in a wiki, with our package in place of an installed one."""
    name, *args = shlex.split(hook()["entry"])
    assert name == "litwiki"
    code = "from litwiki.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *args], cwd=root, capture_output=True, text=True, check=False)


def test_the_hook_passes_a_good_wiki_and_stops_a_bad_one(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    shutil.copytree(DATA / "wiki", root)
    good = run(root)
    assert good.returncode == 0, good.stdout + good.stderr
    (root / "content/papers/whistle.md").write_text("---\ntitle: 'Whistle'\ntopics: [zzz]\n---\n", encoding="utf-8")
    bad = run(root)
    assert bad.returncode == 1
    assert "content/papers/whistle.md:3:10 T101" in bad.stdout


def test_the_hook_runs_once_and_only_for_what_it_judges() -> None:
    found = hook()
    assert (found["id"], found["language"], found["pass_filenames"]) == ("litwiki-check", "python", False)
    paths = (
        "content/papers/a.md",
        "site_config/wiki.yml",
        "mkdocs.yml",
        "README.md",
        "docs/content/a.md",
        "x/mkdocs.yml",
    )
    assert [path for path in paths if re.search(found["files"], path)] == list(paths[:3])

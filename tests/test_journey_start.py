"""The first journey: from what somebody has to a published wiki, with the package as it is installed, on a machine where
git and litwiki are as they come.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from msgspec import Struct

from tests.workflow_machine import Machine

ROOT = Path(__file__).parents[1]
BIBLIOGRAPHY = """
@article{mill2021, title = {{Kettles} That Sing: Acoustic Control of Boiling}, author = {Mill, Ada and Or, Be},
  journal = {Journal of Kitchens}, year = {2021}, doi = {10.5555/kettle.1}}
@inproceedings{pan2019, title = {Ladles Without Handles}, author = {Pan, Q.}, booktitle = {Proc. of Spoons}, year = 2019}
@misc{broken, year = 2020}
"""
IDS = "2601.01234\n10.5555/teapot.7\n"
AWESOME = """# Awesome Tea

## Pots

- [Teapots in Space](https://arxiv.org/abs/2602.04321) - Leaves float. [code](https://github.com/example/teapots)
- [Kettles That Sing: Acoustic Control of Boiling](https://doi.org/10.5555/kettle.1)
"""


class Desk(Struct, frozen=True):
    """Somebody's machine: a home without settings, a folder to work in, litwiki on the path."""

    folder: Path

    def run(self, *command: str, where: str = "") -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        environment = {
            **kept,
            "HOME": str(self.folder / "home"),
            "PATH": os.pathsep.join([str(self.folder / "tools" / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        place = self.folder / where
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)

    def done(self, *command: str, where: str = "my-wiki") -> str:
        result = self.run(*command, where=where)
        assert result.returncode == 0, (command, result.stdout, result.stderr)
        return result.stdout


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """litwiki from a wheel in an environment of its own; what it needs is that of these tests."""
    folder = tmp_path_factory.mktemp("journey")
    (folder / "home").mkdir()
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    if not uv:
        pytest.skip("uv is not installed; `make setup` installs what is locked")
    build: list[str | Path] = [
        uv,
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        folder,
    ]
    subprocess.run([*build, ROOT], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "tools"], check=True)
    install: list[str | Path] = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-deps",
        "--python",
        folder / "tools" / "bin" / "python",
    ]
    subprocess.run([*install, *folder.glob("*.whl")], check=True, capture_output=True)
    (packages,) = (folder / "tools").glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name, text in (("refs.bib", BIBLIOGRAPHY), ("ids.txt", IDS), ("awesome.md", AWESOME)):
        (folder / name).write_text(text, encoding="utf-8")
    return Desk(folder)


def test_from_what_somebody_has_to_a_published_wiki(desk: Desk) -> None:
    said = desk.done("litwiki", "init", "my-wiki", "--title", "Tea & Bread", where="")
    commands = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    assert commands[:3] == ["cd my-wiki", "litwiki ingest FILE", "litwiki serve"]
    assert "git config --global user.name" in said
    assert desk.done("git", "status", "--porcelain", "--branch") == "## main\n"

    # One entry has nothing that could be kept: it is named, and the rest comes in.
    first = desk.run("litwiki", "ingest", "--dry-run", "../refs.bib", "../ids.txt", "../awesome.md", where="my-wiki")
    assert "Nothing was written" in first.stdout
    ingested = desk.run("litwiki", "ingest", "../refs.bib", "../ids.txt", "../awesome.md", where="my-wiki")
    assert (ingested.returncode, ingested.stderr) == (1, "../refs.bib:5: 'broken' has neither a title nor an id\n")
    assert "3 new papers" in ingested.stdout
    assert "`litwiki undo` takes this back." in ingested.stdout
    desk.done("litwiki", "undo")
    assert desk.done("git", "status", "--porcelain") == ""
    desk.done("litwiki", "undo")

    assert json.loads(desk.done("litwiki", "check", "--format", "json"))["problems"] == []
    desk.done("litwiki", "build", "--strict")

    # What start-a-wiki.md says, word for word, after the two lines that git asks for.
    root = desk.folder / "my-wiki"
    for name, old, new in (
        ("mkdocs.yml", "site_url: ''", "site_url: 'https://me.github.io/my-wiki/'"),
        ("site_config/wiki.yml", "repository: ''", "repository: https://github.com/me/my-wiki"),
    ):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    desk.done("git", "config", "--global", "user.name", "Ada")
    desk.done("git", "config", "--global", "user.email", "ada@example.org")
    desk.done("git", "add", "--all")
    desk.done("git", "commit", "--message", "Our papers")
    desk.done("git", "init", "--quiet", "--bare", "origin.git", where="")
    desk.done("git", "remote", "add", "origin", "../origin.git")
    desk.done("git", "push", "--set-upstream", "origin", "main")
    assert "build/" not in desk.done("git", "ls-files")

    # GitHub's machine: a fresh clone, and the steps of publish.yml.
    desk.done("git", "clone", "--quiet", "--branch", "main", "origin.git", "checkout", where="")
    checkout = desk.folder / "checkout"
    github = {"event_name": "push", "event": {}, "run_id": 1, "ref": "refs/heads/main"}
    litwiki = desk.folder / "tools" / "bin" / "litwiki"
    machine = Machine(desk.folder / "machine", checkout, github, litwiki=litwiki)
    machine.run(checkout / ".github" / "workflows" / "publish.yml")
    assert machine.failed == []
    assert "::warning" not in machine.step("Build the site").output
    site = machine.artifacts["github-pages"]
    for slug in ("kettles-that-sing", "ladles-without-handles", "teapots-in-space"):
        page = (site / "papers" / slug / "index.html").read_text(encoding="utf-8")
        assert f"https://me.github.io/my-wiki/papers/{slug}/" in page
        assert "litwiki-next" not in page
    assert "Tea &amp; Bread" in (site / "index.html").read_text(encoding="utf-8")


def test_what_github_installs_is_the_litwiki_that_made_the_wiki(desk: Desk) -> None:
    desk.done("litwiki", "init", "another", where="")
    lines = (desk.folder / "another" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert lines[-1] == f"litwiki @ git+https://github.com/litwiki/litwiki@{head.stdout.strip()}"


def test_the_package_tells_its_commands_and_its_version_without_a_wiki(desk: Desk) -> None:
    assert desk.done("litwiki", "--version", where="").startswith("litwiki, version ")
    refused = desk.run("litwiki", "build")
    assert (refused.returncode, "there is no wiki here" in refused.stderr) == (2, True)

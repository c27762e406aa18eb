import importlib.metadata
import json
import sys
from pathlib import Path

import pytest

from litwiki.scaffold import installation
from litwiki.scaffold.installation import invocation, public_address, requirement

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package that says nothing of where it comes from."""
    folder = tmp_path / "checkout" / "generator" / "litwiki"
    folder.mkdir(parents=True)
    monkeypatch.setattr(installation, "PACKAGE", folder)
    installed(monkeypatch, {})
    return folder


def installed(monkeypatch: pytest.MonkeyPatch, direct: dict[str, object]) -> None:
    class Distribution:
        def read_text(self, name: str) -> str | None:
            return json.dumps(direct) if direct and name == "direct_url.json" else None

    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Distribution())


def from_git(url: str, revision: str = "") -> dict[str, object]:
    vcs = {"vcs": "git", "commit_id": COMMIT} | ({"requested_revision": revision} if revision else {})
    return {"url": url, "vcs_info": vcs}


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://github.com/me/litwiki", "https://github.com/me/litwiki"),
        ("https://me:secret@github.com/me/litwiki.git", "https://github.com/me/litwiki.git"),
        ("git@github.com:me/litwiki.git", "https://github.com/me/litwiki.git"),
        ("ssh://git@gitlab.example.org/a/b/litwiki", "https://gitlab.example.org/a/b/litwiki"),
        ("https://git.example.org:8443/litwiki?x=1#y", "https://git.example.org:8443/litwiki"),
        ("file:///Users/me/litwiki", ""),
        ("../litwiki", ""),
        ("https://x.example/a b\nevil==1", ""),
        ("https://[x", ""),
        ("http://x.example/litwiki", ""),
        ("", ""),
    ],
)
def test_an_address_is_named_without_who_asked_for_it(url: str, public: str) -> None:
    assert public_address(url) == public


OURS = f"litwiki @ git+https://github.com/litwiki/litwiki@{COMMIT}"


def test_an_installer_says_which_commit_it_took(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, from_git("https://me:secret@github.com/me/litwiki"))
    assert requirement() == f"litwiki @ git+https://github.com/me/litwiki@{COMMIT}"
    installed(monkeypatch, from_git("file:///somewhere/litwiki"))
    assert requirement() == OURS


def test_a_package_that_we_built_says_of_which_commit(package: Path) -> None:
    (package / "commit.txt").write_text(COMMIT)
    assert requirement() == OURS
    (package / "commit.txt").write_text("main; rm -rf")
    assert requirement() == ""


def test_a_package_that_says_nothing_has_no_origin(package: Path) -> None:
    assert requirement() == ""
    (package.parents[1] / ".git").write_text("gitdir: nowhere")
    assert requirement() == ""


@pytest.mark.parametrize(
    ("prefix", "direct", "command"),
    [
        ("/Users/a/.cache/uv/archive-v0/xyz", {}, "uvx litwiki"),
        (
            "/Users/a/.cache/uv/archive-v0/xyz",
            from_git("https://github.com/litwiki/litwiki"),
            "uvx --from git+https://github.com/litwiki/litwiki litwiki",
        ),
        (
            "/Users/a/.cache/uv/environments-v2/xyz",
            from_git("https://github.com/litwiki/litwiki", "v0.2.0"),
            "uvx --from git+https://github.com/litwiki/litwiki@v0.2.0 litwiki",
        ),
        (
            "/Users/a/.cache/uv/archive-v0/xyz",
            {"url": "file:///Users/a/my%20litwiki", "dir_info": {}},
            "uvx --from file:///Users/a/my%20litwiki litwiki",
        ),
        ("/Users/a/.cache/pipx/0123", {}, "pipx run litwiki"),
    ],
)
def test_the_next_command_is_called_as_this_one(
    prefix: str, direct: dict[str, object], command: str, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, direct)
    monkeypatch.setattr(sys, "prefix", prefix)
    assert invocation() == command


def test_the_next_command_is_named_from_where_one_will_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my tools" / "litwiki"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", ["my tools/litwiki", "init", "wiki"])
    assert invocation(Path("wiki")) == "'../my tools/litwiki'"
    monkeypatch.setattr(sys, "argv", [str(program), "init", "wiki"])
    assert invocation(Path("wiki")) == f"'{program}'"
    monkeypatch.setenv("PATH", str(program.parent))
    assert invocation(Path("wiki")) == "litwiki"

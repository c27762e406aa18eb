"""`litwiki init` and git, with settings as people have them."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki.cli import cli


@pytest.fixture(autouse=True)
def _git_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without any settings of this machine, and no repository around the folder."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(tmp_path)


def init(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["init", *arguments], catch_exceptions=False)


def git(folder: str, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def settings(text: str) -> None:
    (Path("home") / ".gitconfig").write_text(text)


ME = "[user]\nname = Ada\nemail = ada@example.org\n"


def test_a_new_wiki_is_a_repository_with_everything_committed() -> None:
    settings(ME + "[init]\ndefaultBranch = trunk\n")
    done = init("my-wiki")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "with a first commit on main" in done.stdout
    assert git("my-wiki", "status", "--porcelain", "--branch") == "## main"
    assert git("my-wiki", "log", "--format=%an %ae %s") == "Ada ada@example.org A new wiki, as litwiki init makes it"
    names = git("my-wiki", "ls-files").splitlines()
    assert {"mkdocs.yml", "content/papers/.gitkeep", ".github/workflows/check.yml", "requirements-locked.txt"} <= {
        *names
    }


def test_without_a_name_the_commit_is_litwikis_and_it_says_so() -> None:
    done = init("my-wiki")
    assert done.exit_code == 0
    assert "git config --global user.name" in done.stdout
    assert git("my-wiki", "log", "--format=%an") == "litwiki"
    with pytest.raises(subprocess.CalledProcessError):
        git("my-wiki", "config", "user.name")  # it was for that commit only


def test_hooks_signing_and_line_ends_of_a_person_change_nothing(tmp_path: Path) -> None:
    hooks = tmp_path / "home" / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    settings(f"{ME}[core]\nhooksPath = {hooks}\nautocrlf = true\nsafecrlf = true\n[commit]\ngpgsign = true\n")
    assert init("my-wiki").exit_code == 0
    assert "\r" not in git("my-wiki", "show", "HEAD:mkdocs.yml")


def test_nothing_is_committed_into_a_repository_around(tmp_path: Path) -> None:
    settings(ME)
    git(".", "init", "--quiet")
    done = init("papers")
    assert done.exit_code == 0
    assert "part of another git repository" in done.stderr
    assert not (tmp_path / "papers" / ".git").exists()
    assert "papers/" in git(".", "status", "--porcelain")


def test_an_empty_clone_is_filled_and_only_with_what_is_ours(tmp_path: Path) -> None:
    settings(ME)
    git(".", "init", "--quiet", "--initial-branch=trunk", "cloned")
    (tmp_path / "cloned" / "notes.txt").write_text("mine")
    git("cloned", "add", "notes.txt")
    assert init("cloned", "--title", "Tea").exit_code == 0
    assert "notes.txt" not in git("cloned", "ls-tree", "-r", "--name-only", "HEAD")
    assert git("cloned", "status", "--porcelain") == "A  notes.txt"
    assert git("cloned", "branch", "--show-current") == "trunk"


def test_no_git_means_no_git() -> None:
    assert "first commit" not in init("my-wiki", "--no-git").stdout
    assert not (Path("my-wiki") / ".git").exists()


def test_without_git_the_wiki_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = init("my-wiki")
    assert done.exit_code == 0
    assert "git is not installed" in done.stderr
    assert (tmp_path / "my-wiki" / "mkdocs.yml").is_file()


def test_variables_of_another_repository_do_not_lead_astray(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    git(".", "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other" / ".git" / "index"))
    assert init("my-wiki").exit_code == 0
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert git("my-wiki", "rev-list", "--count", "HEAD") == "1"
    assert git("other", "status", "--porcelain") == ""


def test_a_wiki_that_was_migrated_is_a_repository_with_its_papers_too(tmp_path: Path) -> None:
    settings(ME)
    (tmp_path / "refs.bib").write_text("@misc{a, title={Kettles That Sing}, year={2021}, keywords={pots}}\n")
    done = CliRunner().invoke(cli, ["migrate", "refs.bib", "my review"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "cd 'my review'" in done.stdout
    assert git("my review", "rev-list", "--count", "HEAD") == "1"
    assert git("my review", "status", "--porcelain", "--untracked-files=all") == ""
    assert "content/papers/kettles-that-sing.md" in git("my review", "ls-files")
    assert CliRunner().invoke(cli, ["migrate", "refs.bib", "other", "--dry-run"]).exit_code == 0
    assert not (tmp_path / "other").exists()

"""What `make` says before it makes anything, and which environment it takes up."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout as far as make looks at it, in which a Python writes down what it is asked instead of doing it."""
    for path in ("Makefile", "pyproject.toml", "generator/requirements/uv.txt", "generator/requirements/dev.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tmp_path / path)
    return tmp_path


def python(checkout: Path, version: str, *, has_venv: bool = True) -> Path:
    path = checkout / f"python-{version}"
    is_old = version < "3.11"
    path.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        f"*version_info*) exit {int(is_old)} ;;\n"
        f"*ensurepip*) exit {int(not has_venv)} ;;\n"
        f'--version) echo "Python {version}" ;;\n'
        '"-m venv .venv")\n'
        "  mkdir -p .venv/bin && cp $0 .venv/bin/python && cp $0 .venv/bin/uv; echo made >> made.txt ;;\n"
        "esac\n"
    )
    path.chmod(0o755)
    return path


def make(checkout: Path, goal: str, interpreter: Path | str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", goal, f"PYTHON={interpreter}"]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("goal", ["site", "setup", "test"])
def test_an_old_python_is_refused_before_anything_is_made(goal: str, checkout: Path) -> None:
    done = make(checkout, goal, python(checkout, "3.10"))
    assert done.returncode == 2
    assert "litwiki needs Python 3.11 or newer" in done.stderr
    assert "is Python 3.10" in done.stderr
    assert f"make {goal} PYTHON=" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_and_none_at_all_are_refused(checkout: Path) -> None:
    assert "has no venv" in make(checkout, "setup", python(checkout, "3.12", has_venv=False)).stderr
    assert "litwiki needs Python 3.11" in make(checkout, "setup", "no-such-python").stderr
    assert not (checkout / ".venv").exists()


def test_a_half_made_environment_is_not_reused_and_a_whole_one_is(checkout: Path) -> None:
    good = python(checkout, "3.12")
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "half").touch()
    shutil.copyfile(good, checkout / ".venv" / "bin" / "python")
    assert make(checkout, "setup", good).returncode == 0
    assert not (checkout / ".venv" / "half").exists()
    (checkout / ".venv" / "mine").touch()
    os.utime(checkout / "pyproject.toml")
    os.utime(checkout / ".venv" / ".installed", (1, 1))
    assert make(checkout, "setup", good).returncode == 0
    assert (checkout / ".venv" / "mine").exists()
    (checkout / ".venv" / "bin" / "python").unlink()
    os.utime(checkout / ".venv" / ".installed", (1, 1))
    assert make(checkout, "setup", good).returncode == 0
    assert not (checkout / ".venv" / "mine").exists()
    assert (checkout / "made.txt").read_text().count("made") == 3

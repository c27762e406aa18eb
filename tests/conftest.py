"""What every test may use: the real listings and corpora where they are, new wikis, golden files."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.scaffold import scaffold
from tests.service_machine import SERVICES

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs; a test that needs it is skipped, saying so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real inputs (../shared) are not here")
    return SHARED


@pytest.fixture(scope="session")
def real_listings(shared: Path) -> list[Path]:
    return sorted((shared / "listings").glob("*.txt"))


@pytest.fixture
def new_wiki(tmp_path: Path) -> Path:
    """An empty wiki as `litwiki init` makes it."""
    root = tmp_path / "wiki"
    scaffold(root, "Test wiki")
    return root


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a golden file; `--update-golden` writes it instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; --update-golden writes it anew"

    return compare


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.fixture(autouse=True)
def _no_stray_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "LITWIKI_TRACEBACK"):
        if name in os.environ:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No service is reached from a test, unless it starts one of its own."""
    for service in SERVICES:
        monkeypatch.setenv(f"LITWIKI_{service.upper().replace('-', '_')}_URL", f"http://127.0.0.1:9/{service}")

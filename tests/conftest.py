"""What every test may use: the real listings and corpora where they are, new wikis, golden files."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from litwiki.build import build
from litwiki.content.edit import carry_out
from litwiki.model.matches import Outcome
from litwiki.scaffold import scaffold
from tests.service_machine import SERVICES

DATA = Path(__file__).parent / "data"


def change(root: Path, act: Callable[..., Iterable[str]], *arguments: object, is_dry: bool = False) -> Outcome:
    """What a command does that changes files of people, such as `merge`."""
    return carry_out(root, lambda edit: act(edit, *arguments), is_dry=is_dry)


ROOT = Path(__file__).parents[1]
SHARED = Path(__file__).resolve().parents[2] / "shared"

# Every run tries the same examples, and a busy machine is no failure.
settings.register_profile("litwiki", derandomize=True, deadline=None)
settings.load_profile("litwiki")


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


SharedSite = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> SharedSite:
    """The folder of a wiki that one worker makes, and all of them use."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        with FileLock(base / f"shared-{name}.lock"):
            done = base / f"shared-{name}.done"
            if not done.exists():
                shutil.rmtree(base / f"shared-{name}", ignore_errors=True)
                make(base / f"shared-{name}")
                done.touch()
        return base / f"shared-{name}"

    return folder


@pytest.fixture(scope="session")
def committed(shared_site: SharedSite) -> Path:
    """The repository's own wiki with its site in `served/litwiki`, built strictly and without a word."""

    def make(root: Path) -> None:
        for name in ("content", "site_config"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        report = build(root, site=root / "served" / "litwiki", strict=True)
        assert (report.warnings, report.problems) == ((), ())

    return shared_site("own", make)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a golden file; `--update-golden` writes it instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; --update-golden writes it anew"

    return compare


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: a worker that begins one at the end lets the other wait."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What survives a power failure no test can see: `fsync` would only make a run as slow as the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


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

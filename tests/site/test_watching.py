"""When `litwiki serve` builds: however an editor saves, and not when nothing changed."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchdog.observers
from watchdog.observers.polling import PollingObserver

from litwiki.site import watching
from litwiki.site.watching import Changes


class Wiki:
    """A folder, and what a build saw of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.built = root, 0
        (root / "content" / "papers").mkdir(parents=True)
        self.paper = root / "content" / "papers" / "kettle.md"
        self.settings = root / "mkdocs.yml"
        self.paper.write_text("tea", encoding="utf-8")
        self.settings.write_text("site_name: Tea", encoding="utf-8")
        self.seen = self.look()

    def look(self) -> dict[Path, str]:
        files = [self.settings, *self.root.glob("content/**/*")]
        return {path: path.read_text(encoding="utf-8") for path in files if path.is_file()}

    def is_seen(self) -> bool:
        return self.look() == self.seen

    def build(self) -> None:
        self.seen = self.look()
        self.built += 1


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    wiki = Wiki(tmp_path / "wiki")
    yield wiki
    shutil.rmtree(wiki.root)


@pytest.fixture
def served(wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    """A wiki that is built when `Changes` says so, until it is gone."""
    monkeypatch.setattr(watching, "LOOK", 0.5)
    changes, is_over = Changes([wiki.root / "content", wiki.settings], wiki.is_seen), threading.Event()

    def loop() -> None:
        while not is_over.is_set():
            changes.wait()
            wiki.build()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    time.sleep(0.1)
    yield wiki
    is_over.set()
    wiki.paper.parent.mkdir(parents=True, exist_ok=True)
    wiki.paper.write_text("the end", encoding="utf-8")
    thread.join(10)
    changes.close()


def written(wiki: Wiki) -> None:
    wiki.paper.write_text("leaves", encoding="utf-8")


def renamed(wiki: Wiki) -> None:
    """As vim saves: the old file aside, a new one in its place, the old one gone."""
    aside = wiki.paper.with_name("kettle.md~")
    wiki.paper.rename(aside)
    wiki.paper.write_text("steam", encoding="utf-8")
    aside.unlink()


def replaced(wiki: Wiki) -> None:
    """As many others save: a new file over the old one."""
    aside = wiki.root / "kettle.new"
    aside.write_text("spout", encoding="utf-8")
    aside.replace(wiki.paper)


def replaced_settings(wiki: Wiki) -> None:
    aside = wiki.root / ".mkdocs.yml.swx"
    aside.write_text("site_name: Bread", encoding="utf-8")
    aside.replace(wiki.settings)


def in_a_new_folder(wiki: Wiki) -> None:
    (wiki.root / "content" / "topics").mkdir()
    (wiki.root / "content" / "topics" / "tea.md").write_text("black", encoding="utf-8")


def gone(wiki: Wiki) -> None:
    wiki.paper.unlink()


def checked_out(wiki: Wiki) -> None:
    shutil.rmtree(wiki.root / "content")
    for number in range(300):
        path = wiki.root / "content" / "papers" / f"ladle-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("soup", encoding="utf-8")


SAVES = [written, renamed, replaced, replaced_settings, in_a_new_folder, gone, checked_out]


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_what_is_saved_is_built_at_once_and_nothing_else(served: Wiki) -> None:
    for save in SAVES:
        save(served)
        assert until(served.is_seen, 10), save
    built = served.built
    assert built <= 2 * len(SAVES)
    served.paper.parent.joinpath(".kettle.md.swp").touch()
    served.paper.write_text("soup", encoding="utf-8")
    assert until(served.is_seen, 10)
    served.paper.write_text("soup", encoding="utf-8")
    assert until(lambda: served.built > built + 1, 0.3) is False


@pytest.mark.parametrize("fault", ["none", "full"])
def test_without_events_files_are_looked_at(wiki: Wiki, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    if fault == "full":
        monkeypatch.setattr("watchdog.observers.api.BaseObserver.start", refuse)
    else:
        monkeypatch.setattr(watchdog.observers, "Observer", PollingObserver)
    monkeypatch.setattr(watching, "LOOK_WITHOUT_EVENTS", 0.01)
    changes = Changes([wiki.root / "content", wiki.settings], wiki.is_seen)
    threading.Timer(0.05, lambda: written(wiki)).start()
    changes.wait()
    assert not wiki.is_seen()
    changes.close()

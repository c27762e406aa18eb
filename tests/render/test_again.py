"""After any sequence of changes a site is what a clean build makes, byte for byte, also when builds are killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki import render
from litwiki.build import Report, build
from litwiki.exchange import exchange
from litwiki.render import again, kept, spare
from tests.test_build import BUILD, edit, same, small_wiki


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small wiki without the theme's search, built."""
    root = small_wiki(tmp_path_factory.mktemp("again") / "wiki")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("plugins:\n  - search\n", "plugins: []\n"), encoding="utf-8")
    assert build(root).warnings == ()
    return root


@pytest.fixture
def own(wiki: Path, tmp_path: Path) -> Path:
    root = tmp_path / "own"
    shutil.copytree(wiki, root, ignore=shutil.ignore_patterns("site", "build"))
    build(root)
    return root


def clean(root: Path) -> Path:
    """The same wiki built from nothing, somewhere else."""
    other = root.with_name("clean")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("site", "build"))
    build(other)
    return other


def counted(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Report, bool]:
    """A build, and whether the site was only brought up to date."""
    rendered: list[bool] = []
    real = render._render_all

    def noted(*arguments: object, **named: object) -> object:
        rendered.append(True)
        return real(*arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(render, "_render_all", noted)
        return build(root), not rendered


def test_a_changed_paper_is_all_that_is_rendered(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    untouched = (own / "site" / "search" / "index.html").stat().st_ino
    paper = own / "content" / "papers" / "kettle.md"
    for text in ("It whistles.", "It <b>whistles</b> & sings.", "It whistles."):
        before = paper.read_text(encoding="utf-8")
        paper.write_text(before + f"\n{text}\n", encoding="utf-8")
        _, brought_up = counted(own, monkeypatch)
        assert brought_up
        assert same(own / "site", clean(own) / "site")
    assert (own / "site" / "search" / "index.html").stat().st_ino == untouched


def test_a_page_of_the_navigation_keeps_its_frame(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = own / "content" / "index.md"
    for text in ("Welcome & <b>good</b> luck.", "See [[kettle]]."):
        home.write_text(home.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
        _, brought_up = counted(own, monkeypatch)
        assert brought_up
        assert same(own / "site", clean(own) / "site")


def test_another_heading_in_the_navigation_means_the_whole_site(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for topic in (own / "content" / "topics").iterdir():
        topic.write_text(topic.read_text(encoding="utf-8").replace("'Kitchen'", "'Stove'"), encoding="utf-8")
    _, brought_up = counted(own, monkeypatch)
    assert not brought_up
    assert same(own / "site", clean(own) / "site")


def test_pages_come_and_go_without_a_full_rendering(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = own / "content" / "papers"
    texts = {papers / f"steam-{n}.md": f"---\ntitle: 'Steam {n} of kettles'\nyear: 2024\n---\n" for n in range(3)}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    build(own, clean=True)
    gone = papers / "steam-2.md"
    for _ in range(2):
        gone.unlink()
        assert counted(own, monkeypatch)[1]
        assert is_as_rendered_anew(own)
        gone.write_text(texts[gone], encoding="utf-8")
        assert counted(own, monkeypatch)[1]
        assert is_as_rendered_anew(own)


def is_as_rendered_anew(root: Path) -> bool:
    """Whether the site is what a full rendering makes of the same `build/docs`."""
    other = root.with_name("anew")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("site", "cache", "spare"))
    docs = other / "build" / "docs"
    files = {path.relative_to(docs).as_posix(): "" for path in docs.rglob("*") if path.is_file()}
    assert render.render(other, other / "site", files, strict=False) == ()
    return same(root / "site", other / "site")


def test_a_page_that_links_to_what_is_gone_is_rendered_again(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    texts = {
        "a.md": "[b](b.md)",
        "x/c.md": "[b](../b.md)",
        "x/d.md": "b",
        "x/e.md": "[b](../%62.md)",
        "x/f.md": "[b](&#98;.md)",
    }
    for name, text in texts.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text)
    assert again._mentioning(docs, dict.fromkeys(texts, ""), ["b.md"]) == texts.keys() - {"x/d.md"}
    assert again._mentioning(docs, dict.fromkeys(texts, ""), []) == set()


def test_nothing_changed_is_nothing_to_do(own: Path) -> None:
    first = build(own)
    assert (first.written, first.papers) == (0, 5)
    again_ = build(own)
    assert (again_.pages, again_.problems, again_.site) == (first.pages, first.problems, first.site)


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "papers" / "kettle" / "index.html").write_text("other"),
        lambda site: (site / "papers" / "kettle" / "index.html").unlink(),
        lambda site: (site / "llms.txt").write_text("other"),
        lambda site: (site / "papers" / "stranger.html").write_text("stranger"),
        shutil.rmtree,
        lambda site: shutil.rmtree(site.parent / "build"),
        lambda site: shutil.rmtree(site.parent / "build" / "cache"),
        lambda site: (site.parent / "build" / "docs" / "papers" / "kettle.md").write_text("other"),
        lambda site: (site.parent / "build" / "cache" / "render.json").write_text('{"key": 3'),
        lambda site: (site.parent / "build" / "cache" / "last.json").write_text("[]"),
        lambda site: (site.parent / "build" / "spare" / "papers" / "kettle" / "index.html").unlink(missing_ok=True),
    ],
)
def test_a_site_or_a_cache_that_was_tampered_with_is_made_anew(harm: Callable[[Path], None], own: Path) -> None:
    harm(own / "site")
    build(own)
    assert same(own / "site", clean(own) / "site")


def test_a_copied_wiki_goes_on_where_the_other_was(own: Path) -> None:
    other = own.with_name("moved")
    shutil.copytree(own, other)
    edit(other, "kettle", "It saves 12%.", "It saves 77%.")
    build(other)
    assert same(other / "site", clean(other) / "site")


def test_what_another_checkout_left_is_built_upon(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a workflow: a fresh checkout, whose files have the times of the moment, and `build` and `site` as an
    archive kept them."""
    fresh = own.with_name("fresh")
    shutil.copytree(own, fresh, copy_function=shutil.copy, ignore=shutil.ignore_patterns("site", "build"))
    for name in ("build", "site"):
        shutil.copytree(own / name, fresh / name)
    edit(fresh, "kettle", "It saves 12%.", "It saves 77%.")
    report, brought_up = counted(fresh, monkeypatch)
    assert brought_up
    assert 0 < report.written < 12
    assert same(fresh / "site", clean(fresh) / "site")
    assert build(fresh).written == 0


@pytest.mark.slow
def test_a_build_killed_while_it_brings_a_site_up_to_date_harms_nothing(own: Path) -> None:
    before = own.with_name("before")
    shutil.copytree(own / "site", before)
    edit(own, "kettle", "It saves 12%.", "It saves 14%.")
    after = clean(own) / "site"
    moments = random.Random(5)
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(own)], stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.5, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert same(own / "site", before) or same(own / "site", after)
    build(own)
    assert same(own / "site", after)


@pytest.mark.parametrize("moment", ["before the exchange", "after the exchange"])
def test_the_spare_is_right_whenever_a_run_ends(moment: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = own / "content" / "papers" / "kettle.md"

    def add(text: str) -> None:
        paper.write_text(paper.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    def ends(new: Path, current: Path) -> None:
        if moment == "after the exchange":
            exchange(new, current)
        raise KeyboardInterrupt

    add("One.")
    build(own)
    add("Two.")
    with monkeypatch.context() as patch:
        patch.setattr(spare, "exchange", ends)
        with pytest.raises(KeyboardInterrupt):
            build(own)
    for text in ("Three.", "Four."):
        add(text)
        build(own)
        assert same(own / "site", clean(own) / "site")


def test_what_is_kept_can_be_read_again(own: Path) -> None:
    path = own / "build" / "cache" / "render.json"
    read = kept.load(path)
    assert read is not None
    kept.save(path.with_name("twice.json"), read)
    assert json.loads(path.with_name("twice.json").read_bytes()) == json.loads(path.read_bytes())


def test_other_versions_mean_another_build(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = own / "content" / "papers" / "kettle.md"
    paper.write_text(paper.read_text(encoding="utf-8") + "\nOne.\n", encoding="utf-8")
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "7")
    _, brought_up = counted(own, monkeypatch)
    assert not brought_up

"""The finished site: built once from the real listings where they are, and from invented ones always."""

import filecmp
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import lxml.html
import pytest
from filelock import FileLock

from litwiki import content
from litwiki.build import build
from litwiki.curation.ingest import ingest
from litwiki.model.errors import UsageError
from litwiki.model.ids import digest
from litwiki.scaffold import scaffold
from litwiki.site.mkdocs import UNASKED
from tests.invented import ALL, BREAD, KETTLE, SOCKS, TEAPOT, dense, spaced

BUILD = "import sys; from pathlib import Path; from litwiki.build import build; print(build(Path(sys.argv[1])).site)"
NOTES = """
Watch out: [[teapot|the other one]] listens, see [[topic:heating]] and [the file](../topics/heating.md).

## A heading

<b onclick="alert(1)">bold</b>
"""


def small_wiki(root: Path) -> Path:
    """Five papers, two topics, three listings; a repeat, a mention, notes, math and LaTeX."""
    scaffold(root, "Tea & Bread")
    texts = [spaced([KETTLE, TEAPOT, BREAD]), dense([BREAD, SOCKS]), spaced([TEAPOT, ALL[3]], "May 2")]
    paths = []
    for number, text in enumerate(texts):
        paths.append(root / f"listing-{number}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    ingest(root, paths)
    for path in paths:
        path.unlink()
    settings = root / "site_config" / "wiki.yml"
    settings.write_text(settings.read_text().replace("repository: ''", "repository: https://github.com/example/tea"))
    (root / "content" / "topics" / "heating.md").write_text(
        "---\nname: 'Heating'\ngroup: 'Kitchen'\ndefinition: 'Boiling water'\npinned:\n- paper: kettle\n  note: Start here.\n---\n"
        "Begin with [[kettle]]; bread is [[topic:baking|elsewhere]].\n",
        encoding="utf-8",
    )
    (root / "content" / "topics" / "baking.md").write_text(
        "---\nname: 'Baking'\ngroup: 'Kitchen'\ndefinition: 'Bread'\n---\n", encoding="utf-8"
    )
    edit(root, "kettle", "topics: []", "topics: [heating]")
    edit(root, "kettle", "summary: ''", "summary: 'Kettle boils water. It saves 12%.'")
    edit(root, "teapot", "topics: []", "topics: [heating, baking]")
    paper = root / "content" / "papers" / "kettle.md"
    paper.write_text(paper.read_text(encoding="utf-8") + NOTES, encoding="utf-8")
    return root


def edit(root: Path, slug: str, old: str, new: str) -> None:
    path = root / "content" / "papers" / f"{slug}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def once(tmp_path_factory: pytest.TempPathFactory, name: str) -> tuple[Path, FileLock]:
    """A folder that all workers of a run share, and the lock under which one of them fills it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return base / name, FileLock(base / f"{name}.lock")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, lock = once(tmp_path_factory, "small")
    with lock:
        if not root.exists():
            build(small_wiki(root), strict=True)
    return root


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, real_listings: list[Path]) -> Path:
    root, lock = once(tmp_path_factory, "real")
    with lock:
        if not root.exists():
            scaffold(root, "Real papers")
            ingest(root, real_listings)
            report = build(root, strict=True)
            assert report.warnings == ()
    return root


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A copy of the small wiki to change."""
    root = tmp_path / "own"
    shutil.copytree(small, root)
    return root


def same(a: Path, b: Path) -> bool:
    def tree(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    return tree(a) == tree(b)


def dead_ends(site: Path, prefix: str) -> list[str]:
    """Links and anchors of all pages that lead nowhere when the site stands under `prefix`."""
    ids: dict[Path, set[str]] = {}
    found = []
    pages = sorted(site.rglob("*.html"))
    trees = {
        page: lxml.html.fromstring(page.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8")) for page in pages
    }
    for page, tree in trees.items():
        names = [str(name) for name in tree.xpath("//@id")]
        if len(names) != len(set(names)):
            found.append(f"{page}: ids twice {[n for n in names if names.count(n) > 1]}")
        ids[page] = set(names)
    for page, tree in trees.items():
        for address in map(str, tree.xpath("//a/@href | //link/@href | //script/@src | //img/@src")):
            if re.match(r"[a-z]+:", address):
                continue
            path, _, anchor = address.partition("#")
            path = path.partition("?")[0]
            if path.startswith("/") and not path.startswith(prefix):
                found.append(f"{page}: {address} leaves {prefix}")
                continue
            target = site / path.removeprefix(prefix) if path.startswith("/") else page.parent / path if path else page
            target = Path(os.path.normpath(target))
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                found.append(f"{page}: {address}")
            elif anchor and target in ids and anchor not in ids[target]:
                found.append(f"{page}: {address} has no such anchor")
    return found


def test_every_link_of_the_small_site_leads_somewhere(small: Path) -> None:
    assert dead_ends(small / "site", "/") == []


@pytest.mark.slow
def test_every_link_of_the_real_site_leads_somewhere(real: Path) -> None:
    assert len(list((real / "site" / "papers").glob("*/index.html"))) == 384
    assert dead_ends(real / "site", "/") == []


@pytest.mark.parametrize("bad", ["None", "{{", "{%", "undefined", "Markup("])
def test_no_page_shows_what_is_missing(bad: str, small: Path, real: Path) -> None:
    for page in [
        *small.glob("build/docs/**/*.md"),
        *real.glob("build/docs/listings/*.md"),
        *real.glob("build/docs/*.md"),
    ]:
        text = re.sub(r"<pre\b.*?</pre>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)  # BibTeX has braces
        assert bad not in text, page


def test_plain_mkdocs_gives_the_same_site(own: Path) -> None:
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", "plain"]
    subprocess.run(command, cwd=own, env=environment, check=True)
    (own / "plain" / ".nojekyll").touch()
    for file in sorted((own / "plain" / "assets").rglob("*")):
        if file.is_file() and UNASKED.match(file.relative_to(own / "plain").as_posix()):
            file.unlink()
    assert same(own / "plain", own / "site")


SHARED = """
from litwiki import workers
from litwiki.workers import processes
from litwiki.memo import batches
workers.WORTH, batches.USUAL, workers.cores = 0, 2, lambda: {count}
processes.HAS_FORK = {forks}
"""
"""Makes a small wiki the work of several processes."""


@pytest.mark.parametrize(
    ("before", "environment"),
    [
        ("", {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"}),
        (
            "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n",
            {"PYTHONHASHSEED": "1", "TZ": "UTC+11"},
        ),
        (SHARED.format(count=7, forks=True), {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}),
        (SHARED.format(count=2, forks=False), {"PYTHONHASHSEED": "3"}),
    ],
    ids=["another place", "one core", "seven workers", "spawned workers"],
)
def test_two_builds_are_the_same_bytes(before: str, environment: dict[str, str], small: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(small, other, ignore=shutil.ignore_patterns("build", "site"))
    told = {**os.environ, **environment}
    subprocess.run([sys.executable, "-c", before + BUILD, str(other)], env=told, check=True, capture_output=True)
    assert same(other / "site", small / "site")
    assert same(other / "build" / "docs", small / "build" / "docs")


SECOND = """
import sys
from pathlib import Path
from litwiki.build import build
assert build(Path(sys.argv[1])).written
unused = "mkdocs", "material", "markdown", "lxml", "rapidfuzz", "multiprocessing"
sys.exit([name for name in unused if name in sys.modules] or 0)
"""


def test_a_changed_paper_needs_no_mkdocs_and_no_other_process(own: Path) -> None:
    """To import MkDocs takes as long as all the rest. The first change may: it looks the shells of its pages up."""
    edit(own, "kettle", "It saves 12%.", "It saves 13%.")
    build(own)
    edit(own, "kettle", "It saves 13%.", "It saves 14%.")
    done = subprocess.run([sys.executable, "-c", SECOND, str(own)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "14%" in (own / "site" / "papers" / "kettle" / "index.html").read_text(encoding="utf-8")


def test_only_what_changed_is_written(own: Path) -> None:
    assert build(own).written == 0
    edit(own, "kettle", "It saves 12%.", "It saves 13%.")
    assert 0 < build(own).written < 12
    assert "13" in (own / "site" / "papers" / "kettle" / "index.html").read_text(encoding="utf-8")


def test_a_removed_paper_leaves_no_page(own: Path) -> None:
    (own / "content" / "papers" / "guessthebird.md").unlink()
    (ledger,) = (own / "content" / "listings").glob("may-2-*.yml")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text[: text.index("- paper: guessthebird")], encoding="utf-8")
    assert build(own, strict=True).site
    assert not (own / "site" / "papers" / "guessthebird").exists()
    assert not (own / "site" / "api" / "papers" / "guessthebird.json").exists()


def test_a_wiki_with_errors_keeps_its_last_good_site(own: Path, small: Path) -> None:
    (own / "content" / "papers" / "bad.md").write_text("---\ntitle: [x\n---\n")
    report = build(own)
    assert report.site is None
    assert report.problems
    assert same(own / "site", small / "site")


@pytest.mark.slow
def test_a_killed_build_leaves_the_last_good_site(own: Path, small: Path) -> None:
    edit(own, "kettle", "It saves 12%.", "It saves 14%.")
    finished = own.with_name("finished")
    shutil.copytree(own, finished)
    build(finished)
    moments = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(own)], stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.4, 2.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert same(own / "site", small / "site") or same(own / "site", finished / "site")
    build(own)
    assert same(own / "site", finished / "site")


def test_where_the_next_site_is_laid_out_there_is_one_from_the_first_build_on(own: Path) -> None:
    shutil.rmtree(own / "site")
    shutil.rmtree(own / "build")
    build(own)
    aside = own / "build" / "next" / "site"
    assert same(own / "site", aside)
    assert (own / "site" / "index.html").samefile(aside / "index.html")


def test_a_folder_of_somebody_else_is_not_replaced(own: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="no litwiki site"):
        build(own, site=precious)
    assert (precious / "thesis.txt").read_text() == "years of work"
    assert build(own, site=tmp_path / "new").site


def test_a_wiki_s_own_template_wins(own: Path) -> None:
    (own / "templates" / "theme" / "assets").mkdir(parents=True)
    (own / "templates" / "search.html.j2").write_text("<p>Our own page of {{ view.papers }}.</p>\n")
    (own / "templates" / "topic.md.j2").write_text("# As it was once\n")
    (own / "templates" / "theme" / "assets" / "litwiki.css").write_text("body { color: red }\n")
    assert "templates/topic.md.j2 is not used" in build(own).warnings[0]
    assert "<p>Our own page of 5.</p>" in (own / "site" / "search" / "index.html").read_text(encoding="utf-8")
    assert (own / "site" / "assets" / "litwiki.css").read_text() == "body { color: red }\n"


def test_a_build_says_why_a_file_was_made_again(own: Path) -> None:
    def why(path: str) -> tuple[str, ...]:
        return build(own, explain=path).reasons

    assert why("papers/kettle.md") == ("papers/kettle.md: is as it was",)
    assert why("papers/nobody.md") == ("papers/nobody.md: no build makes such a file",)
    edit(own, "kettle", "It saves 12%.", "It saves 13%.")
    assert why("papers/kettle/index.html") == (
        "papers/kettle/index.html: what its view says changed",
        "papers/kettle.md: what its view says changed",
    )
    (own / "templates").mkdir()
    (own / "templates" / "paper.html.j2").write_text("<p>{{ view.frame.title }}</p>\n")
    assert "papers/kettle.md: its template, or one that this includes changed" in why("papers/kettle.md")
    (own / "build" / "docs" / "papers" / "kettle.md").unlink()
    assert why("papers/kettle.md") == ("papers/kettle.md: it is gone",)
    (own / "build" / "docs" / "papers" / "kettle.md").write_text("mine")
    assert why("papers/kettle.md") == ("papers/kettle.md: somebody changed the file itself",)
    mkdocs = own / "mkdocs.yml"
    mkdocs.write_text(mkdocs.read_text().replace("primary: custom", "primary: teal"))
    assert why("papers/kettle.md") == ("papers/kettle/index.html: settings or theme changed",)


def test_the_api_says_everything_about_a_paper(small: Path) -> None:
    record = json.loads((small / "site" / "api" / "papers" / "kettle.json").read_text(encoding="utf-8"))
    assert record["slug"] == "kettle"
    assert record["title"] == KETTLE.title
    assert record["topics"] == ["heating"]
    assert record["summary"] == "Kettle boils water. It saves 12%."
    assert record["links"] == [{"kind": "code", "url": "https://github.com/example/kettle"}]
    assert record["abstract"].startswith("Boiling water")
    assert [m["surface"] for m in record["mentions"]] == ["TEAPOT"]
    assert [(one["listing"][:7], one["position"]) for one in record["appearances"]] == [("mar-17-", 1)]
    assert {"slug", "score", "reason"} == set(record["related"][0])
    teapot = json.loads((small / "site" / "api" / "papers" / "teapot.json").read_text(encoding="utf-8"))
    assert teapot["mentioned_by"] == ["kettle"]
    topic = json.loads((small / "site" / "api" / "topics" / "heating.json").read_text(encoding="utf-8"))
    assert topic["papers"] == ["kettle", "teapot"]
    index = json.loads((small / "site" / "api" / "index.json").read_text(encoding="utf-8"))
    assert [p["slug"] for p in index["papers"]] == sorted(p["slug"] for p in index["papers"])
    assert (index["counts"]["papers"], index["next"]) == (5, None)


def text_of(root: Path, page: str) -> str:
    tree = lxml.html.fromstring(
        (root / "site" / page / "index.html").read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    return " ".join(tree.xpath("//article")[0].text_content().split())


def test_a_paper_page_has_what_a_reader_needs(small: Path) -> None:
    text = text_of(small, "papers/kettle")
    for piece in (
        "Kettle boils water.",
        "It saves 12%.",
        "12% earlier",
        "Heating",
        "Code",
        "no. 1",
        "TEAPOT: A Thermostat",
        "@misc{kettle",
        "Edit this page",
        "the other one",
        "shared terms",
    ):
        assert piece in text, piece
    assert "2 listings" in text_of(small, "papers/teapot")


def test_lists_have_their_entries(small: Path) -> None:
    assert "Start here." in text_of(small, "topics/heating")
    (page,) = (small / "site" / "listings").glob("mar-17-*")
    listing = text_of(small, f"listings/{page.name}")
    assert listing.index(KETTLE.title) < listing.index(TEAPOT.title) < listing.index(BREAD.title)
    assert "3 entries, 3 papers" in listing
    assert "2 papers stand in more than one listing" in text_of(small, "repeats")
    assert "github.com" in text_of(small, "code")


def test_long_lists_go_on_on_further_pages(tmp_path: Path) -> None:
    root = tmp_path / "many"
    scaffold(root, "Many")
    (root / "content" / "topics" / "tea.md").write_text("---\nname: 'Tea'\ndefinition: 'Tea'\n---\n")
    for n in range(121):
        title = f"A {n:03} {digest(str(n))}"
        (root / "content" / "papers" / f"p{n}.md").write_text(f"---\ntitle: '{title}'\ntopics: [tea]\n---\n")
    assert build(root, strict=True).site
    assert dead_ends(root / "site", "/") == []
    assert sorted(p.name for p in (root / "build" / "docs" / "topics" / "tea").iterdir()) == ["2.md", "3.md"]
    assert "A 120 " in text_of(root, "topics/tea/3")
    assert (root / "site" / "papers" / "a-z" / "a" / "3" / "index.html").is_file()


def test_an_empty_wiki_builds(new_wiki: Path) -> None:
    assert build(new_wiki, strict=True).site
    assert dead_ends(new_wiki / "site", "/") == []


@pytest.mark.slow
def test_every_link_of_the_committed_wiki_leads_somewhere_and_nothing_is_missing(committed: Path) -> None:
    assert dead_ends(committed / "served" / "litwiki", "/litwiki/") == []
    wiki = content.load(committed).wiki
    assert len(wiki.papers) == 384
    assert all(paper.summary and paper.topics and paper.topics_status == "curated" for paper in wiki.papers.values())
    assert all(topic.introduction.strip() and topic.keywords for topic in wiki.topics.values())
    assert all(topic.pinned for topic in wiki.topics.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "real"])
def test_zensical_renders_the_same_addresses_and_titles(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source: Path = request.getfixturevalue(name)
    root = tmp_path / "zensical"
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("site", "content"))
    command = Path(sys.executable).with_name("zensical")
    subprocess.run([command, "build"], cwd=root, check=True, capture_output=True)
    pages = {p.relative_to(source / "site").as_posix(): title(p) for p in (source / "site").rglob("*.html")}
    assert {p.relative_to(root / "site").as_posix(): title(p) for p in (root / "site").rglob("*.html")} == pages


def title(page: Path) -> str:
    found = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.DOTALL)
    return found[1].strip() if found else ""


def test_files_are_compared_by_their_bytes(small: Path) -> None:
    """Guards the helper of the tests above: two different pages are not the same."""
    pages = sorted((small / "site" / "papers").glob("*/index.html"))
    assert not filecmp.cmp(pages[0], pages[1], shallow=False)


def test_files_of_others_in_our_folders_are_put_aside_with_a_word(own: Path) -> None:
    for text in ("first", "second"):
        (own / "build" / "docs" / "mine").mkdir(exist_ok=True)
        (own / "build" / "docs" / "mine" / "notes.md").write_text(text, encoding="utf-8")
        (own / "build" / "theme" / "notes.html").write_text(text, encoding="utf-8")
        report = build(own)
        assert report.site
        assert len(report.warnings) == 2
        assert report.warnings[0].startswith(
            "build/docs/mine/notes.md was made by no build; it is build/not-ours/docs/"
        )
        assert not (own / "build" / "docs" / "mine").exists()
        assert not (own / "site" / "mine").exists()
    aside = own / "build" / "not-ours"
    assert [(aside / f"docs/mine/notes.md{n}").read_text() for n in ("", ".1")] == ["first", "second"]
    assert [(aside / f"theme/notes.html{n}").read_text() for n in ("", ".1")] == ["first", "second"]
    assert build(own).warnings == ()


def test_files_of_others_in_the_site_are_put_aside_with_a_word(own: Path) -> None:
    """Also where everything is made anew, and where nothing is known of the site."""
    aside = own / "build" / "not-ours" / "site"
    for number in range(3):
        if number == 2:
            shutil.rmtree(own / "build")
        for name in ("photos/kettle.jpg", *(f"{n}.txt" for n in range(6))):
            (own / "site" / name).parent.mkdir(exist_ok=True)
            (own / "site" / name).write_text(str(number), encoding="utf-8")
        (own / "build" / "docs").mkdir(parents=True, exist_ok=True)
        (own / "build" / "docs" / "mine.md").write_text("mine", encoding="utf-8")
        report = build(own, clean=number == 1)
        said = [line for line in report.warnings if "site" in line]
        assert said[0] == f"site/0.txt was made by no build; it is build/not-ours/site/0.txt{'.1' * (number == 1)} now"
        assert said[-1] == "and so are 2 more files of site"
        assert any("docs/mine.md" in line for line in report.warnings) == (number < 2)
        assert not (own / "site" / "photos").exists()
        names = ["", ".1"] if number == 1 else [""]
        assert [(aside / f"photos/kettle.jpg{n}").read_text() for n in names][-1] == str(number)
    assert build(own).warnings == ()


def test_what_a_killed_run_had_begun_is_nobody_s_file(own: Path) -> None:
    (own / "build" / "docs" / "papers" / ".kettle.md.new").write_text("half", encoding="utf-8")
    assert build(own).warnings == ()
    assert not (own / "build" / "docs" / "papers" / ".kettle.md.new").exists()


def test_settings_that_know_nothing_of_newer_kinds_of_pages_warn_of_nothing(own: Path) -> None:
    settings = own / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    start, end = text.index("not_in_nav:"), text.index("theme:")
    settings.write_text(text[:start] + text[end:], encoding="utf-8")
    assert build(own, strict=True).warnings == ()
    settings.write_text(text.replace("  /venues/*\n", "") + "extra_templates: []\nuse_directory_urls: true\n")
    assert build(own, strict=True).warnings == ()

"""After any sequence of changes a build makes what a clean build makes elsewhere, byte for byte: `site` and `build/docs`.

A sequence goes through every kind of change once, in an order that its seed decides, one to five between two builds.
`LITWIKI_SEED=5 pytest tests/test_sequences.py` tries another order.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.build import Warm, build, inputs
from litwiki.build.tree import Tree
from litwiki.curation.merge import rename
from litwiki.site.publish import OURS
from litwiki.templates import DEFAULT
from tests.conftest import change
from tests.test_build import same, small_wiki

WORDS = "kettle lid steam spoon oven crumb & <b> *star* Über GuessTheBird $x^2$ [[teapot]]".split()
PEOPLE = ("Ada Example", "Ben Ü. Sample", "Carla d'Or")
SEEDS = [int(os.environ["LITWIKI_SEED"])] if "LITWIKI_SEED" in os.environ else [0]


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen papers with everything that pages are made of."""
    root = small_wiki(tmp_path_factory.mktemp("sequences") / "wiki")
    columns = "columns: [{key: watts, name: Power, unit: W, better: lower}]"
    for path in (root / "content" / "topics").glob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("\n---\n", f"\n{columns}\n---\n", 1), encoding="utf-8")
    for number in range(7):
        write_paper(root, f"crumb-{number}", random.Random(number))
    return root


@pytest.fixture
def own(wiki: Path, tmp_path: Path) -> Path:
    root = tmp_path / "own"
    shutil.copytree(wiki, root)
    assert build(root).site
    return root


def check(root: Path, told: object) -> None:
    """Compares what stands there with what a clean build makes of the same wiki somewhere else."""
    clean = root.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", "build"))
    build(clean)
    assert same(root / "site", clean / "site"), told
    assert same(root / "build" / "docs", clean / "build" / "docs"), told


# --- changes of content --------------------------------------------------------------------------------


def words(dice: random.Random, count: int = 4) -> str:
    """Words as a value in single quotes may hold them."""
    return " ".join(dice.choices(WORDS, k=count))


def write_paper(root: Path, slug: str, dice: random.Random) -> None:
    lines = [
        f"title: '{slug.title()}: {words(dice)}'",
        f"authors: ['{dice.choice(PEOPLE).replace(chr(39), chr(39) * 2)}']",
        f"year: {dice.randint(2019, 2026)}",
        f"topics: [{dice.choice(['heating', 'baking', 'heating, baking'])}]",
        f"summary: '{words(dice, 9)}. {words(dice, 9)}.'",
        f"links: {{code: 'https://github.com/example/{slug}'}}",
        f"names: [{slug.title().replace('-', '')}]",
        "aliases: []",
        "summary_by: {written: model}",
        f"results: {{heating: {{watts: {dice.randint(1, 99)}, note: 'Abstract'}}}}",
        f"abstract: '{words(dice, 40)}.'",
    ]
    text = "\n".join(["---", *lines, "---", f"See {words(dice)}.", ""])
    (root / "content" / "papers" / f"{slug}.md").write_text(text, encoding="utf-8")


def papers(root: Path, begin: str = "") -> list[Path]:
    return sorted((root / "content" / "papers").glob(f"{begin}*.md"))


def edit(path: Path, *keys: str, value: Callable[[str], str]) -> None:
    """Changes the lines of a file that begin with one of `keys`."""
    lines = path.read_text(encoding="utf-8").split("\n")
    lines = [value(line) if line.startswith(keys) else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")


def of_paper(*keys: str, value: Callable[[random.Random], str]) -> Callable[[Path, random.Random], None]:
    def change(root: Path, dice: random.Random) -> None:
        # Kettle and Teapot have wrapped values, which a line does not hold.
        edit(dice.choice(papers(root, "crumb")), *keys, value=lambda _: f"{keys[0]} {value(dice)}")

    return change


def notes(root: Path, dice: random.Random) -> None:
    path = dice.choice(papers(root))
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words(dice)}\n", encoding="utf-8")


def new_paper(root: Path, dice: random.Random) -> None:
    write_paper(root, f"crumb-{dice.randint(10, 99)}", dice)


def removed_paper(root: Path, dice: random.Random) -> None:
    paths = [path.read_text(encoding="utf-8") for path in (root / "content").glob("paths/*.md")]
    dice.choice([path for path in papers(root, "crumb") if not any(path.stem in text for text in paths)]).unlink()


def renamed_paper(root: Path, dice: random.Random) -> None:
    change(root, rename, f"paper:{dice.choice(papers(root)).stem}", f"crumb-{dice.randint(100, 999)}")


def moved_paper(root: Path, dice: random.Random) -> None:
    path = dice.choice(papers(root, "crumb"))
    edit(path, "aliases:", value=lambda line: line.replace("[", f"[{path.stem}, ").replace(", ]", "]"))
    path.rename(path.with_name(f"crumb-{dice.randint(1_000, 9_999)}.md"))


def any_topic(root: Path, dice: random.Random) -> Path:
    return dice.choice(sorted((root / "content" / "topics").glob("*.md")))


def topic(root: Path, dice: random.Random) -> None:
    edit(any_topic(root, dice), "definition:", "name:", value=lambda line: f"{line.split(':')[0]}: '{words(dice, 2)}'")


def renamed_topic(root: Path, dice: random.Random) -> None:
    change(root, rename, f"topic:{any_topic(root, dice).stem}", f"topic:subject-{dice.randint(0, 999)}")


def listing(root: Path, dice: random.Random) -> None:
    path = dice.choice(sorted((root / "content" / "listings").glob("*.yml")))
    edit(path, "date:", value=lambda _: f"date: '2026-0{dice.randint(1, 9)}-11'")
    edit(path, "  title:", value=lambda line: dice.choice([line, f"  title: '{words(dice)}'"]))


def decision(root: Path, dice: random.Random) -> None:
    one, other = dice.sample([path.stem for path in papers(root)], 2)
    (root / "content" / "decisions.yml").write_text(f"different:\n- [{one}, {other}]\n", encoding="utf-8")


def columns(root: Path, dice: random.Random) -> None:
    column = f"{{key: watts, name: '{words(dice, 2)}', better: {dice.choice(['lower', 'higher'])}}}"
    edit(any_topic(root, dice), "columns:", value=lambda _: f"columns: [{column}]")


def reading_path(root: Path, dice: random.Random) -> None:
    first, second = dice.sample([path.stem for path in papers(root)], 2)
    text = f"---\ntitle: '{words(dice)}'\ndescription: 'Two of them.'\n---\n[[{first}]]\n\nThen [[{first}]].\n\n[[{second}]]\n"
    path = root / "content" / "paths" / f"{dice.choice(['start', 'further'])}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def about(root: Path, dice: random.Random) -> None:
    (root / "content" / "about.md").write_text(f"---\ntitle: 'x'\n---\n{words(dice)}\n", encoding="utf-8")


def home(root: Path, dice: random.Random) -> None:
    path = root / "content" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words(dice)}\n", encoding="utf-8")


# --- changes of settings, templates and theme ----------------------------------------------------------


def in_settings(old: str, *new: str, name: str = "mkdocs.yml") -> Callable[[Path, random.Random], None]:
    """Exchanges a line of the settings for one of others, and back the next time."""

    def change(root: Path, dice: random.Random) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        standing = next(line for line in (old, *new) if f"\n{line}\n" in text)
        other = dice.choice([line for line in (old, *new) if line != standing])
        path.write_text(text.replace(f"\n{standing}\n", f"\n{other}\n", 1), encoding="utf-8")

    return change


def toggled(name: str, text: str) -> Callable[[Path, random.Random], None]:
    """A file that is added, changed and, one time in three, removed."""

    def change(root: Path, dice: random.Random) -> None:
        path = root / name
        if path.exists() and dice.random() < 0.3:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("NUMBER", str(dice.randint(0, 99))), encoding="utf-8")

    return change


# --- what befalls caches and outputs -------------------------------------------------------------------


def lost(folder: str, share: float = 1.0) -> Callable[[Path, random.Random], None]:
    """Removes a folder, or some of the files in its folders, but for the one that a site is known by."""

    def change(root: Path, dice: random.Random) -> None:
        if share == 1.0:
            shutil.rmtree(root / folder, ignore_errors=True)
        for path in sorted((root / folder).glob("*/**/*")):
            if path.is_file() and path != root / folder / OURS and dice.random() < share:
                path.unlink()

    return change


def garbled(folder: str) -> Callable[[Path, random.Random], None]:
    """Cuts a file short, or puts something else in it."""

    def change(root: Path, dice: random.Random) -> None:
        files = [path for path in sorted((root / folder).glob("**/*")) if path.is_file()]
        if files:
            path = dice.choice(files)
            content = path.read_bytes()
            path.unlink()  # as an editor does: files of the site may have a second name
            path.write_bytes(dice.choice([content[: len(content) // 2], b"{}", b"other", content + b"\n"]))

    return change


def lost_store(root: Path, _: random.Random) -> None:
    (root / "build" / "state.db").unlink()


def cut_off_store(root: Path, dice: random.Random) -> None:
    path = root / "build" / "state.db"
    content = path.read_bytes()
    path.write_bytes(content[: dice.randrange(len(content))])


def copied(*, times: bool) -> Callable[[Path, random.Random], None]:
    """The wiki is where a copy of it is: its own place, files written anew, with their times or without."""

    def change(root: Path, _: random.Random) -> None:
        aside = root.with_name("aside")
        shutil.copytree(root, aside, copy_function=shutil.copy2 if times else shutil.copy, symlinks=True)
        shutil.rmtree(root)
        aside.rename(root)

    return change


def caches_of_another_checkout(root: Path, _: random.Random) -> None:
    """`build` and `site` come from a checkout elsewhere, which had another state."""
    other = root.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("site", "build"))
    notes(other, random.Random(3))
    edit(other / "mkdocs.yml", "site_name:", value=lambda _: "site_name: 'Elsewhere'")
    build(other)
    for name in ("build", "site"):
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(other / name, root / name)


def killed(root: Path, dice: random.Random) -> None:
    """A build of another state ends by `kill -9`."""
    notes(root, dice)
    process = os.fork()
    if not process:
        try:
            build(root)
        finally:
            os._exit(0)
    time.sleep(dice.uniform(0.02, 0.9))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


DRAWINGS = (DEFAULT / "_drawings.svg.j2").read_text(encoding="utf-8")
CHANGES: dict[str, Callable[[Path, random.Random], None]] = {
    "notes": notes,
    "a title": of_paper("title:", value=lambda dice: f"'A title of {words(dice)}'"),
    "a summary": of_paper("summary:", value=lambda dice: f"'{words(dice, 8)}. {words(dice, 8)}.'"),
    "authors": of_paper("authors:", value=lambda dice: f"[{dice.choice(PEOPLE[:2])}, {dice.choice(PEOPLE[:2])}]"),
    "a year": of_paper("year:", value=lambda dice: str(dice.randint(1990, 2026))),
    "topics of a paper": of_paper("topics:", value=lambda dice: "[]"),
    "links": of_paper("links:", value=lambda dice: f"{{data: 'https://data.example/{dice.randint(0, 9)}'}}"),
    "an abstract": of_paper("abstract:", value=lambda dice: f"'{words(dice, 30)}'"),
    "names": of_paper("names:", value=lambda dice: f"[{dice.choice(['Lid', 'Steamer'])}]"),
    "who checked a summary": of_paper("summary_by:", value=lambda _: "{written: model, checked: 2026-10-11}"),
    "results": of_paper(
        "results:", value=lambda dice: f"{{heating: {{watts: {dice.randint(1, 99)}, note: '{words(dice)}'}}}}"
    ),
    "columns": columns,
    "a reading path": reading_path,
    "the page about the wiki": about,
    "a new paper": new_paper,
    "a removed paper": removed_paper,
    "a renamed paper": renamed_paper,
    "a moved paper": moved_paper,
    "a topic": topic,
    "a renamed topic": renamed_topic,
    "a listing": listing,
    "a decision": decision,
    "home": home,
    "the branch": in_settings("branch: main", "branch: trunk", name="site_config/wiki.yml"),
    "the license": in_settings("license: ''", "license: MIT", name="site_config/wiki.yml"),
    "highwire": in_settings("highwire: true", "highwire: false", name="site_config/wiki.yml"),
    "groups": in_settings("groups: []", "groups: [Kitchen]", name="site_config/wiki.yml"),
    "the site's name": in_settings("site_name: 'Tea & Bread'", "site_name: 'Tea'", "site_name: '<b> & co'"),
    "the site's address": in_settings(
        "site_url: ''", "site_url: 'https://tea.example/'", "site_url: 'https://b.example/x/'"
    ),
    "the language": in_settings("  font: false", "  font: false\n  language: de", "  font: false\n  language: ar"),
    "the palette": in_settings("      primary: custom", "      primary: teal"),
    "an extension": in_settings("  - tables", "  - tables\n  - footnotes", "  - tables\n  - admonition"),
    "the search": in_settings("plugins: []", "plugins:\n  - search"),
    "a template": toggled("templates/search.html.j2", "<p>\n\n{{ '<NUMBER> & *so* on' }} *so*\n\n\tand so</p>\n"),
    "a template that is included": toggled("templates/_drawings.svg.j2", DRAWINGS + "{# NUMBER #}\n"),
    "a style": toggled("templates/theme/assets/own.css", "/* NUMBER */\n"),
    "a part of the theme": toggled("templates/theme/partials/copyright.html", "<p>{{ page.title | e }} NUMBER</p>\n"),
    "a lost store": lost_store,
    "parts of everything are lost": lost("build", 0.1),
    "a store that is cut off": cut_off_store,
    "pages are lost": lost("build/docs", 0.2),
    "a garbled page": garbled("build/docs"),
    "some of the site is lost": lost("site", 0.1),
    "a garbled site": garbled("site"),
    "a folder aside is lost": lost("build/next"),
    "parts of the folder aside are lost": lost("build/next", 0.2),
    "a garbled folder aside": garbled("build/next"),
    "a copy": copied(times=True),
    "a copy without times": copied(times=False),
    "caches of another checkout": caches_of_another_checkout,
    "a killed build": killed,
    "nothing": lambda root, dice: None,
}
VERSION = "other versions"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_any_sequence_of_changes_leads_to_what_a_clean_build_makes(
    seed: int, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, of_processes = random.Random(seed), random.Random(seed)
    waiting = [*CHANGES, VERSION]
    dice.shuffle(waiting)
    told = []
    serving = Warm()
    while waiting:
        told.append([waiting.pop() for _ in range(min(len(waiting), dice.choice([1, 3, 5])))])
        for name in told[-1]:
            if name == VERSION:
                monkeypatch.setattr(inputs, "environment", lambda: "another")
            else:
                CHANGES[name](own, dice)
        # The process of `litwiki serve`, or one of a `litwiki build` beside it.
        assert build(own, warm=of_processes.choice([serving, serving, None])).site, told
        check(own, told)


def test_a_change_that_a_build_forgets_is_noticed(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the test above: it fails where changes are taken for none."""
    monkeypatch.setattr(Tree, "holds", lambda *_: True)
    CHANGES["a summary"](own, random.Random(1))
    build(own)
    monkeypatch.undo()
    with pytest.raises(AssertionError, match="forgotten"):
        check(own, "forgotten")

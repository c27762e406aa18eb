import json
import shutil
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from litwiki import content
from litwiki.curation import ingest as story
from litwiki.curation.ingest import Manner, Report, source_files
from litwiki.model.errors import UnsoundError, UsageError
from litwiki.model.ids import Slug
from litwiki.scaffold import scaffold
from tests.invented import ALL, BREAD, KETTLE, SOCKS, TEAPOT, Invented, dense, spaced
from tests.killed_runs import killed_runs


def ingest(root: Path, *files: Path, update: bool = False, date: str | None = None, title: str | None = None) -> Report:
    report = story.ingest(root, files, manner=Manner(update=update, date=date, title=title))
    assert isinstance(report, Report)
    return report


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three invented listings: five papers, two of them in two listings."""
    texts = [spaced([KETTLE, TEAPOT, BREAD]), dense([BREAD, SOCKS]), spaced([TEAPOT, ALL[3]], "May 2")]
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_new_papers_and_ledgers_are_written_once(new_wiki: Path, files: list[Path]) -> None:
    report = ingest(new_wiki, *files)
    assert (report.entries, len(report.new), report.known, report.rejected, report.conflicts) == (7, 5, (), (), ())
    assert "content/papers/kettle.md" in report.written
    assert any(path.startswith("content/listings/mar-17-") for path in report.written)
    before = tree(new_wiki)
    again = ingest(new_wiki, *files)
    assert (len(again.known), again.new, again.written) == (5, (), ())
    assert tree(new_wiki) == before
    wiki = content.load(new_wiki).wiki
    assert {s for s in wiki.papers if len(wiki.appearances[s]) == 2} == {
        "teapot",
        "on-the-parameterization-of-sourdough",
    }


def test_the_order_of_the_files_does_not_matter(tmp_path: Path, files: list[Path]) -> None:
    trees = []
    for number, order in enumerate(permutations(files)):
        root = tmp_path / f"wiki-{number}"
        scaffold(root, "Test")
        ingest(root, *order)
        trees.append(tree(root))
    assert all(found == trees[0] for found in trees)


def test_files_one_by_one_give_the_same_papers(tmp_path: Path, files: list[Path]) -> None:
    roots = [tmp_path / "together", tmp_path / "apart"]
    for root in roots:
        scaffold(root, "Test")
    ingest(roots[0], *files)
    for path in files:
        ingest(roots[1], path)
    assert tree(roots[0]) == tree(roots[1])


def test_a_repeated_entry_touches_no_paper_file(new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, files[0])
    report = ingest(new_wiki, files[1])
    assert sorted(report.written) == [
        "content/listings/" + report.listings[0] + ".yml",
        "content/papers/" + report.new[0] + ".md",
    ]


EDITS = {
    "title": ("title: 'KETTLE: Boiling Water with Gradient Descent'", 'title: "Kettle, renamed"  # by a person'),
    "links": (
        "links: [{code: 'https://github.com/example/kettle'}]",
        "links: [{code: 'https://github.com/person/kettle'}]",
    ),
    "no link": (
        "links: [{code: 'https://github.com/example/kettle'}]",
        "links: {project: 'https://kettle.example'}",
    ),
    "names": ("names: []", "names:\n- Kettle   # what people say"),
    "year": ("year: null", "year: 2026"),
    "summary": ("summary: ''", "summary: |\n  Two\n  lines."),
    "abstract": ("Boiling water wastes", "A person's better words. Boiling water wastes"),
    "key order": ("authors: []\nyear: null", "year: 2025\nauthors: [Ada]"),
    "old form of links": ("links: [{code: 'https://github.com/example/kettle'}]", "links: {code: 'https://x.org'}"),
    "notes": ("---\n", "---\n"),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_person_s_edit_survives_every_run(name: str, newline: str, new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, *files)
    paper = new_wiki / "content" / "papers" / "kettle.md"
    old, new = EDITS[name]
    text = paper.read_text(encoding="utf-8")
    assert old in text
    edited = (text.replace(old, new, 1) + "\nMy notes.  \n").replace("\n", newline).encode()
    paper.write_bytes(edited)
    for update in (False, True):
        report = ingest(new_wiki, *files, update=update)
        assert paper.read_bytes() == edited
        assert report.new == ()


def test_a_difference_is_a_conflict_that_shows_both_values(new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, files[0])
    paper = new_wiki / "content" / "papers" / "kettle.md"
    paper.write_text(
        paper.read_text(encoding="utf-8").replace("github.com/example", "github.com/person"), encoding="utf-8"
    )
    (conflict,) = [c for c in ingest(new_wiki, files[0]).conflicts if c.field == "links.code"]
    assert (conflict.slug, conflict.stored, conflict.given) == (
        "kettle",
        "https://github.com/person/kettle",
        "https://github.com/example/kettle",
    )
    assert (conflict.path, conflict.line) == (str(files[0]), 11)


def test_what_is_empty_is_filled(new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, files[0])
    paper = new_wiki / "content" / "papers" / "kettle.md"
    whole = paper.read_text(encoding="utf-8")
    emptied = whole.replace("links: [{code: 'https://github.com/example/kettle'}]", "links: []  # mine")
    paper.write_text(emptied, encoding="utf-8")
    ingest(new_wiki, files[0])
    assert paper.read_text(encoding="utf-8") == emptied.replace(
        "links: []", "links: [{code: 'https://github.com/example/kettle'}]"
    )


def test_update_changes_only_what_ingest_wrote(new_wiki: Path, tmp_path: Path) -> None:
    newer = Invented(
        KETTLE.title, KETTLE.abstract.replace("forty", "fifty").replace("example/kettle", "example/kettle2")
    )
    other = Invented(TEAPOT.title, TEAPOT.abstract.replace("ninety", "hundred"))
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(spaced([KETTLE, TEAPOT]), encoding="utf-8")
    second.write_text(spaced([newer, other], "Mar 18"), encoding="utf-8")
    ingest(new_wiki, first)
    teapot = new_wiki / "content" / "papers" / "teapot.md"
    teapot.write_text(teapot.read_text(encoding="utf-8").replace("halves", "nearly halves"), encoding="utf-8")
    kept = teapot.read_bytes()
    assert {(c.slug, c.field) for c in ingest(new_wiki, second).conflicts} == {
        ("kettle", "abstract"),
        ("teapot", "abstract"),
    }
    report = ingest(new_wiki, second, update=True)
    assert [(c.slug, c.field) for c in report.conflicts] == [("teapot", "abstract")]
    assert teapot.read_bytes() == kept
    wiki = content.load(new_wiki).wiki
    assert "fifty" in (wiki.papers[Slug("kettle")].abstract or "")
    addresses = [link.url for link in wiki.papers[Slug("kettle")].links]
    assert addresses == ["https://github.com/example/kettle", "https://github.com/example/kettle2"]


def test_omitted_abstracts_are_words_until_the_policy_changes(new_wiki: Path, files: list[Path]) -> None:
    settings = new_wiki / "site_config" / "wiki.yml"
    keep = settings.read_text(encoding="utf-8")
    settings.write_text(keep.replace("abstracts: keep", "abstracts: omit"), encoding="utf-8")
    ingest(new_wiki, *files)
    before = tree(new_wiki)
    assert not [path for path, text in before.items() if b"thermostat measures the temperature" in text]
    assert b"heater*2" in before["content/terms/kettle.txt"]
    settings.write_text(keep, encoding="utf-8")
    report = ingest(new_wiki, *files)
    after = tree(new_wiki)
    assert sorted(report.written) == sorted(
        path for path in before if path.startswith("content/papers/") and path.endswith(".md")
    )
    for path in report.written:
        old, new = before[path].decode(), after[path].decode()
        start = new.index("abstract: >-")
        end = new.index("\n---", start) + 1
        assert new[:start] + new[end:] == old
    assert {p: t for p, t in after.items() if p not in report.written} == {
        p: t for p, t in before.items() if p not in report.written
    }


def test_dates_and_titles_belong_to_one_listing(new_wiki: Path, files: list[Path]) -> None:
    with pytest.raises(UsageError, match="one by one"):
        ingest(new_wiki, *files, date="2026-03-17")
    report = ingest(new_wiki, files[0], date="2026-03-17", title="Our listing")
    assert [name.startswith("2026-03-17-") for name in report.listings] == [True]
    assert report.warnings == ()
    listing = content.load(new_wiki).wiki.listings[report.listings[0]]
    assert (listing.title, listing.printed, listing.date) == ("Our listing", "Mar 17", "2026-03-17")
    assert ingest(new_wiki, files[2], date="2026-04-01").warnings != ()


def test_a_known_listing_gets_its_date_later(new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, files[0])
    report = ingest(new_wiki, files[0], date="2026-03-17")
    assert [path.startswith("content/listings/mar-17-") for path in report.written] == [True]
    assert ingest(new_wiki, files[0]).written == ()


def test_a_bad_file_does_not_keep_the_good_ones_out(new_wiki: Path, files: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe")
    report = ingest(new_wiki, files[0], bad, tmp_path / "missing.txt")
    assert len(report.new) == 3
    assert [Path(r.path).name for r in report.rejected] == ["bad.txt", "missing.txt"]


def test_content_with_errors_is_left_alone(new_wiki: Path, files: list[Path]) -> None:
    (new_wiki / "content" / "papers" / "bad.md").write_text("no front matter\n", encoding="utf-8")
    before = tree(new_wiki)
    with pytest.raises(UnsoundError) as refused:
        story.ingest(new_wiki, files)
    assert "papers/bad.md" in str(refused.value.problems[0])
    assert tree(new_wiki) == before


@pytest.mark.slow
def test_an_ingest_killed_at_any_step_leaves_whole_files_and_the_next_command_leaves_before_or_after(
    new_wiki: Path, files: list[Path], tmp_path: Path
) -> None:
    ingest(new_wiki, files[0])
    roots = killed_runs("tests.killed_runs.ingest_one", new_wiki, files[1], tmp_path / "copies")
    before, after = tree(new_wiki), tree(tmp_path / "copies" / "undisturbed")
    states = []
    for root in roots:
        for path, data in tree(root).items():
            assert Path(path).name.startswith(".") or data in (before.get(path), after.get(path)), (root.name, path)
        content.load(root)  # as every command does first: it finishes what was cut off
        states.append(tree(root))
        assert states[-1] in (before, after), root.name
        ingest(root, files[1])
        assert tree(root) == after
    # Once the journal is whole nothing is lost, and before that nothing is changed.
    turn = states.index(after)
    assert 2 < turn < len(states) - 5
    assert states == [before] * turn + [after] * (len(states) - turn)


def test_suggested_topics_are_marked_as_suggested(new_wiki: Path, files: list[Path]) -> None:
    topic = "---\nname: 'Heating'\ndefinition: 'Boiling water with heaters and thermostats'\nkeywords: [kettle, thermostat]\n---\n"
    (new_wiki / "content" / "topics" / "heating.md").write_text(topic, encoding="utf-8")
    report = ingest(new_wiki, files[0])
    text = (new_wiki / "content" / "papers" / "kettle.md").read_text(encoding="utf-8")
    assert "topics:\n- heating\ntopics_status: suggested\n" in text
    assert "kettle" in report.suggested[Slug("kettle")][0].reason


def test_the_report_is_the_json_that_scripts_read(new_wiki: Path, files: list[Path]) -> None:
    record = json.loads(json.dumps(ingest(new_wiki, *files).to_json()))
    assert {"listings", "entries", "new", "known", "uncertain", "conflicts", "rejected", "written"} <= set(record)


@pytest.mark.slow
def test_the_real_listings_make_the_real_wiki(new_wiki: Path, real_listings: list[Path]) -> None:
    report = ingest(new_wiki, *real_listings)
    assert (report.entries, len(report.new), len(report.known)) == (439, 384, 0)
    assert (report.uncertain, report.conflicts, report.rejected) == ((), (), ())
    wiki = content.load(new_wiki).wiki
    places = [len(places) for places in wiki.appearances.values()]
    assert (len(wiki.repeats), places.count(3), places.count(2)) == (46, 9, 37)
    assert sorted(filter(None, (x.printed for x in wiki.listings.values()))) == [
        "Mar 12",
        "Mar 13",
        "Mar 17",
        "May 29",
    ]
    before = tree(new_wiki)
    assert ingest(new_wiki, *reversed(real_listings)).written == ()
    assert tree(new_wiki) == before


def test_sources_are_the_files_that_the_settings_name(new_wiki: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    (new_wiki / "incoming/deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "a.md", "deep/c.txt"):
        (new_wiki / "incoming" / name).write_text("x")
    (new_wiki / "incoming/link.txt").symlink_to(outside)
    assert source_files(new_wiki) == ()
    (new_wiki / "site_config/wiki.yml").write_text("sources: [incoming/*, 'incoming/*.txt']\n")
    assert [file.name for file in source_files(new_wiki)] == ["a.md", "a.txt", "b.txt"]


@pytest.fixture(scope="module")
def real_wiki(tmp_path_factory: pytest.TempPathFactory, real_listings: list[Path]) -> Path:
    """The five real listings, ingested in one run."""
    root = tmp_path_factory.mktemp("real") / "wiki"
    scaffold(root, "Test wiki")
    ingest(root, *real_listings)
    return root


@pytest.mark.slow
@pytest.mark.parametrize("order", [(4, 1, 3, 0, 2), (2, 3, 4, 1, 0)])
def test_the_real_listings_in_any_order_make_the_same_files(
    order: tuple[int, ...], new_wiki: Path, real_wiki: Path, real_listings: list[Path]
) -> None:
    ingest(new_wiki, *(real_listings[n] for n in order))
    assert tree(new_wiki) == tree(real_wiki)


@pytest.mark.slow
def test_the_real_listings_one_by_one_make_the_same_papers(
    new_wiki: Path, real_wiki: Path, real_listings: list[Path]
) -> None:
    for path in real_listings:
        ingest(new_wiki, path)
    assert set(tree(new_wiki)) == set(tree(real_wiki))


@pytest.mark.slow
def test_keeping_abstracts_fills_those_of_the_real_listings_and_nothing_else(
    new_wiki: Path, real_wiki: Path, real_listings: list[Path]
) -> None:
    policy = new_wiki / "site_config" / "wiki.yml"
    keep = policy.read_text(encoding="utf-8")
    policy.write_text(keep.replace("abstracts: keep", "abstracts: omit"), encoding="utf-8")
    ingest(new_wiki, *real_listings)
    before = tree(new_wiki)
    assert not [path for path, text in before.items() if b"\nabstract:" in text]
    policy.write_text(keep, encoding="utf-8")
    report = ingest(new_wiki, *real_listings)
    assert (len(report.written), report.new, report.conflicts) == (384, (), ())
    after, whole = tree(new_wiki), tree(real_wiki)
    assert {path for path in before if before[path] != after[path]} == set(report.written)
    assert {path: text for path, text in after.items() if not path.startswith("content/terms/")} == whole


def test_a_second_run_at_the_same_time_is_told_to_wait(
    new_wiki: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(new_wiki)
    with content.lock(content.load_config(new_wiki)):
        code = "import sys; from litwiki.cli import main; main()"
        run = subprocess.run(
            [sys.executable, "-c", code, "ingest", str(files[0]), "--root", str(new_wiki)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode in {1, 2}
    assert "another litwiki command is writing" in run.stderr
    assert "Traceback" not in run.stderr
    assert tree(new_wiki) == before


@pytest.mark.slow
def test_of_two_runs_at_once_each_ends_whole_or_not_at_all(new_wiki: Path, files: list[Path]) -> None:
    code = "import sys; from litwiki.cli import main; main()"
    command = [sys.executable, "-c", code, "ingest", "-q", "--root", str(new_wiki)]
    runs = [subprocess.Popen([*command, str(path)], stderr=subprocess.PIPE) for path in files[:2]]
    ends = [run.communicate()[1].decode() for run in runs]
    done = [path for path, run in zip(files, runs, strict=False) if run.returncode == 0]
    assert done
    assert all("Traceback" not in end for end in ends)
    expected = new_wiki.parent / "expected"
    scaffold(expected, "Test wiki")
    for path in done:
        ingest(expected, path)
    assert tree(new_wiki) == tree(expected)


def test_a_link_that_a_person_took_away_stays_away(new_wiki: Path, files: list[Path]) -> None:
    ingest(new_wiki, files[0])
    paper = new_wiki / "content" / "papers" / "kettle.md"
    text = paper.read_text(encoding="utf-8")
    code = "links: [{code: 'https://github.com/example/kettle'}]"
    edited = text.replace(code, "links: {project: 'https://kettle.example'}")
    paper.write_text(edited, encoding="utf-8")
    report = ingest(new_wiki, *files, update=True)
    assert (paper.read_text(encoding="utf-8"), report.conflicts) == (edited, ())


def test_an_entry_that_is_printed_twice_has_two_lines_and_one_file(new_wiki: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    path.write_text(spaced([KETTLE, BREAD, KETTLE]), encoding="utf-8")
    report = ingest(new_wiki, path)
    assert (report.entries, len(report.new), report.known) == (3, 2, ())
    wiki = content.load(new_wiki).wiki
    assert [line.paper for line in wiki.listings[report.listings[0]].entries].count(Slug("kettle")) == 2
    assert wiki.repeats == ()


def test_the_same_listing_under_two_names_is_one(new_wiki: Path, files: list[Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    shutil.copy(files[0], copy)
    report = ingest(new_wiki, files[0], copy)
    assert (report.entries, len(report.listings)) == (3, 1)


@pytest.mark.parametrize("name", ["known", "new"])
def test_topics_and_status_that_a_person_set_survive(name: str, new_wiki: Path, files: list[Path]) -> None:
    topic = "---\nname: 'Heating'\ndefinition: 'Boiling water with heaters and thermostats.'\nkeywords: [kettle]\n---\n"
    (new_wiki / "content" / "topics" / "heating.md").write_text(topic, encoding="utf-8")
    ingest(new_wiki, files[0])
    paper = new_wiki / "content" / "papers" / "kettle.md"
    given = "topics:\n- heating\ntopics_status: suggested"
    chosen = "topics: []\ntopics_status: curated" if name == "known" else "topics_status: curated\ntopics: [heating]"
    edited = paper.read_text(encoding="utf-8").replace(given, chosen)
    assert chosen in edited
    paper.write_text(edited, encoding="utf-8")
    ingest(new_wiki, *files, update=True)
    assert paper.read_text(encoding="utf-8") == edited


@pytest.mark.parametrize("title", ["T\udcc3 of a shell", "a\nb", "bell\x07", " "])
def test_a_title_that_no_file_can_hold_is_wrong_usage(title: str, new_wiki: Path, files: list[Path]) -> None:
    before = tree(new_wiki)
    with pytest.raises(UsageError, match="--title"):
        ingest(new_wiki, files[0], title=title)
    assert tree(new_wiki) == before

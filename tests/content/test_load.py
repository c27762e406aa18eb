"""The whole of `content/`: one bad file is reported and harms no other."""

import os
from pathlib import Path
from typing import Any

import pytest

from litwiki import content
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.problems import Place, Severity

FILES = {
    "papers/kettle.md": "---\r\ntitle: 'Kettle'\r\nlinks:\r\n  code: 'https://x.org'\r\n---\r\nNotes\r\n",
    "papers/pot.md": "---\ntitle: 'Pot'\ntopics: [tea]\n---\n\n# Notes\n",
    "topics/tea.md": "---\nname: 'Tea'\ndefinition: 'Leaves.'\n---\nIntroduction\n",
    "listings/monday.yml": "title: 'Monday'\r\nentries:\r\n- paper: pot\r\n  title: 'Pot'\r\n",
    "decisions.yml": "different:\n- [kettle, pot]\n",
    "index.md": "---\ntitle: 'Home'\n---\nWelcome\n",
}


@pytest.fixture
def wiki(new_wiki: Path) -> Path:
    for path, text in FILES.items():
        (new_wiki / "content" / path).write_bytes(text.encode())
    return new_wiki


def test_everything_is_loaded(wiki: Path) -> None:
    loaded = content.load(wiki)
    assert (loaded.problems, loaded.has_errors) == ((), False)
    assert list(loaded.wiki.papers) == ["kettle", "pot"]
    assert loaded.wiki.papers[Slug("pot")].notes == "\n# Notes\n"
    assert loaded.wiki.topics[TopicId("tea")].introduction == "Introduction\n"
    assert loaded.wiki.listings[ListingId("monday")].entries[0].paper == "pot"
    assert [(d.verdict, sorted(d.papers)) for d in loaded.wiki.decisions] == [("different", ["kettle", "pot"])]
    assert loaded.wiki.home == "Welcome\n"


def test_an_empty_wiki_is_a_wiki(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "wiki.yml").touch()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    loaded = content.load(tmp_path)
    assert (loaded.problems, loaded.wiki.papers, loaded.wiki.home) == ((), {}, "")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("damage", "line"),
    [(b"\xff", 1), (b"---\ntitle: [\n---\n", 2), (b"\x00", 1), (b"", 1), (b"- a", 1), (b"a: &x b", 1)],
)
def test_a_bad_file_is_named_and_harms_no_other(path: str, damage: bytes, line: int, wiki: Path) -> None:
    (wiki / "content" / path).write_bytes(damage)
    loaded = content.load(wiki)
    if path == "decisions.yml" and not damage:
        assert loaded.problems == ()  # nothing was decided
        return
    assert {problem.place.path for problem in loaded.problems} == {f"content/{path}"}
    if damage != b"---\ntitle: [\n---\n" or path.endswith(".md"):
        assert {problem.place.line for problem in loaded.problems} == {line}
    assert loaded.has_errors
    for other in FILES:
        folder, _, name = other.rpartition("/")
        if other != path and folder:
            assert name.partition(".")[0] in getattr(loaded.wiki, folder)


@pytest.mark.parametrize(
    "name",
    [
        "papers/My Paper.md",
        "papers/kettle.txt",
        "papers/Pot.md",
        "topics/index.md",
        "listings/x.yaml",
        "papers/é.md",
        "papers/con.md",
        f"papers/{'x' * 61}.md",
    ],
)
def test_a_file_that_is_not_read_is_named(name: str, wiki: Path) -> None:
    (wiki / "content" / name).write_text("x")
    assert [(p.code, p.place) for p in content.load(wiki).problems] == [("F006", Place(f"content/{name}"))]


@pytest.mark.parametrize("folder", ["papers", "topics", "listings", "terms"])
def test_what_programs_leave_beside_files_is_nobody_s_business(folder: str, wiki: Path) -> None:
    left = (
        ".gitkeep .DS_Store ._kettle.md .kettle.md.swp .#kettle.md #kettle.md# kettle.md~ kettle.md.orig kettle.md.rej"
        " kettle.md.bak kettle.yml.tmp Thumbs.db desktop.ini 4913 .kettle.md.kate-swp .~lock.kettle.md#"
    )
    (wiki / "content" / folder).mkdir(exist_ok=True)
    for name in left.split():
        (wiki / "content" / folder / name).write_bytes(b"\xff")
    assert content.load(wiki).problems == ()


@pytest.mark.parametrize("path", ["papers/kettle.md", "topics/tea.md", "index.md"])
def test_a_file_that_may_not_be_read_is_named_and_the_others_are_read(
    path: str, wiki: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = open

    def refused(file: Any, *how: Any, **more: Any) -> Any:
        if not isinstance(file, int) and os.fspath(file) == str(wiki / "content" / path):
            raise PermissionError(13, "Permission denied", os.fspath(file))
        return really(file, *how, **more)

    expected = len(content.load(wiki).wiki.papers) - path.startswith("papers/")
    monkeypatch.setattr("builtins.open", refused)
    loaded = content.load(wiki)
    assert str(loaded.problems[0]).startswith(f"content/{path}:1:1 F006 cannot be read: Permission denied")
    assert len(loaded.wiki.papers) == expected


def test_a_file_whose_name_is_no_text_can_be_named(wiki: Path) -> None:
    (wiki / "content" / "papers" / "a\udcff\x1b[2J.md").write_text("x")
    (problem,) = content.load(wiki).problems
    assert str(problem).encode().isascii()
    assert str(problem).isprintable()


@pytest.mark.parametrize("path", [*FILES, "terms/kettle.txt"])
def test_no_link_leads_out_of_the_wiki(path: str, wiki: Path, tmp_path: Path) -> None:
    """Git carries symbolic links, so a pull request could show a secret of the machine that builds it."""
    secret = tmp_path / "secret"
    secret.write_text(FILES.get(path, "secret*2"))
    link = wiki / "content" / path
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    assert [(p.code, p.place.path) for p in content.load(wiki).problems] == [("F006", f"content/{path}")]


@pytest.mark.parametrize("folder", ["papers", "topics", "listings", "terms"])
def test_no_folder_is_a_link_either(folder: str, wiki: Path, tmp_path: Path) -> None:
    place = wiki / "content" / folder
    if place.exists():
        place.rename(tmp_path / "elsewhere")
    else:
        (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert [(p.code, p.place.path) for p in content.load(wiki).problems] == [("F006", f"content/{folder}")]


@pytest.mark.parametrize(
    "name", ["papers", "topics", "listings", "terms", "decisions.yml", "people.yml", "pending.yml"]
)
@pytest.mark.parametrize("other", ["a link to nowhere", "another kind"])
def test_what_stands_in_the_place_of_content_is_no_empty_wiki(name: str, other: str, wiki: Path) -> None:
    place = wiki / "content" / name
    if place.exists():
        place.rename(wiki / "elsewhere")
    if other == "a link to nowhere":
        place.symlink_to(wiki / "nowhere")
    elif place.suffix:
        place.mkdir()
    else:
        place.write_text("kettle")
    assert ("F006", f"content/{name}") in [(p.code, p.place.path) for p in content.load(wiki).problems]


def test_a_warning_is_no_error(wiki: Path) -> None:
    (wiki / "content" / "papers" / "pot.md").write_text("---\ntitle: Pot #2\n---\n")
    loaded = content.load(wiki)
    assert [p.severity for p in loaded.problems] == [Severity.WARNING]
    assert not loaded.has_errors


@pytest.mark.parametrize(
    ("path", "keys", "place"),
    [
        ("papers/kettle.md", (), "1:1"),
        ("papers/kettle.md", ("title",), "2:8"),
        ("papers/kettle.md", ("links", "code"), "4:9"),
        ("papers/kettle.md", ("links", "data"), "4:3"),
        ("papers/kettle.md", ("year",), "2:1"),
        ("papers/pot.md", ("topics", 0), "3:10"),
        ("papers/pot.md", ("topics", 7), "3:9"),
        ("listings/monday.yml", ("entries", 0, "title"), "4:10"),
        ("papers/gone.md", ("title",), "1:1"),
    ],
)
def test_a_value_is_found_in_its_file(path: str, keys: tuple[str | int, ...], place: str, wiki: Path) -> None:
    assert str(content.locate(wiki, f"content/{path}", *keys)) == f"content/{path}:{place}"


def test_the_body_s_first_line_is_known(wiki: Path) -> None:
    assert content.body_line(wiki, "content/papers/kettle.md") == 6
    assert content.body_line(wiki, "content/papers/gone.md") == 1


def test_a_text_is_read_like_its_file(wiki: Path) -> None:
    path = "content/papers/kettle.md"
    documents = content.read_text(FILES["papers/kettle.md"], path), content.read_document(wiki, path)
    one, other = ((d.text, d.body, d.body_line, str(d.front.items["title"].place)) for d in documents)
    assert one == other


def test_the_real_papers_are_read(shared: Path) -> None:
    root = Path(__file__).parents[2]
    loaded = content.load(root)
    assert loaded.problems == ()
    assert len(loaded.wiki.papers) >= 384

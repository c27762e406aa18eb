"""A spliced site is what plain MkDocs makes of the same files, byte for byte; where it would not be, MkDocs makes it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki import processes
from litwiki.build import build
from litwiki.render import bodies, kept, splice
from tests.bench.synthetic import write_wiki
from tests.test_build import same, small_wiki

REPOSITORY = Path(__file__).parents[2]
QUIET = {"SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def plain(root: Path) -> Path:
    """The site that `mkdocs build` makes of the wiki's `build/docs`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"]
    subprocess.run(command, cwd=root, env={**os.environ, **QUIET}, check=True, capture_output=True)
    (root / "plain" / ".nojekyll").touch()
    return root / "plain"


def with_line(root: Path, old: str, new: str) -> None:
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_wiki(tmp_path / "small")


@pytest.mark.slow
def test_the_committed_wiki_is_what_mkdocs_makes(tmp_path: Path) -> None:
    root = tmp_path / "committed"
    for name in ("content", "site_config"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    assert build(root).warnings == ()
    assert same(root / "site", plain(root))


@pytest.mark.slow
@pytest.mark.parametrize("search", ["plugins: []", "plugins:\n  - search"])
def test_titles_with_odd_signs_are_what_mkdocs_makes(search: str, tmp_path: Path) -> None:
    root = tmp_path / "odd"
    write_wiki(root, 150)
    with_line(root, "plugins: []", search)
    assert build(root).warnings == ()
    assert same(root / "site", plain(root))


def test_pages_are_spliced_and_not_rendered(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FORKS", False)
    rendered: list[str] = []
    real = splice._by_template

    def noted(setting: splice.Setting, file: object) -> str:
        rendered.append(str(getattr(file, "src_uri")))  # noqa: B009
        return real(setting, file)  # type: ignore[arg-type]

    monkeypatch.setattr(splice, "_by_template", noted)
    monkeypatch.setattr(splice, "_check", lambda _: None)
    build(small)
    learnt = kept.load(small / "build" / "cache" / "render.json")
    assert learnt
    assert learnt.frames.keys() == learnt.navigation
    assert rendered == []


def test_any_number_of_processes_makes_the_same_site(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small)
    shutil.copytree(small / "site", small / "first")
    for number in (1, 3):
        monkeypatch.setattr(processes, "cores", lambda number=number: number)
        build(small, clean=True)
        assert same(small / "site", small / "first")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("plugins: []", "plugins:\n  - tags", "plugin"),
        ("plugins: []", "plugins: []\nhooks:\n  - hook.py", "hook.py"),
    ],
)
def test_what_we_do_not_know_is_left_to_mkdocs(old: str, new: str, reason: str, small: Path) -> None:
    (small / "hook.py").write_text("def on_post_page(output, **_):\n    return output + '<!-- hooked -->'\n")
    with_line(small, old, new)
    (warning,) = build(small).warnings
    assert "MkDocs alone" in warning
    assert reason in warning
    assert same(small / "site", plain(small))


@pytest.mark.parametrize(
    "extension", ["  - smarty\n", "  - footnotes\n", "  - pymdownx.superfences\n", "  - def_list\n"]
)
def test_other_extensions_are_no_matter(extension: str, small: Path) -> None:
    with_line(small, "markdown_extensions:\n", f"markdown_extensions:\n{extension}")
    assert build(small).warnings == ()
    assert same(small / "site", plain(small))


@pytest.mark.parametrize(
    "harm",
    [
        lambda patch: patch.setattr(bodies._Page, "filled", lambda *_: "wrong"),
        lambda patch: patch.setattr(splice, "make_toc", lambda _: []),
    ],
)
def test_a_page_that_differs_is_noticed(
    harm: Callable[[pytest.MonkeyPatch], object], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(monkeypatch)
    (warning,) = build(small).warnings
    assert "differs from what MkDocs makes of it" in warning
    monkeypatch.undo()
    assert same(small / "site", plain(small))


@pytest.mark.parametrize("error", [AttributeError("no _populate_page"), ImportError("gone"), TypeError("arguments")])
def test_another_mkdocs_is_left_to_itself(error: Exception, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(_: object) -> None:
        raise error

    monkeypatch.setattr(splice, "prepare", prepare)
    (warning,) = build(small).warnings
    assert str(error) in warning
    assert same(small / "site", plain(small))


def test_overrides_of_a_wiki_are_followed(small: Path) -> None:
    main = small / "templates" / "theme" / "main.html"
    main.parent.mkdir(parents=True)
    main.write_text(
        """{% extends "base.html" %}{% block extrahead %}{% if page %}
        {% for word in page.meta.title.split() %}<meta name="{{ loop.index }}" content="{{ word | e }}">{% endfor %}
        {% if page.meta.description and "water" in page.meta.description %}<meta name="wet">{% endif %}
        <script>{{ page.meta.description | d("") | tojson }}</script>{{ ('assets/' ~ page.meta.kind) | url }}
        {% endif %}{% endblock %}""",
        encoding="utf-8",
    )
    assert build(small).warnings == ()
    assert same(small / "site", plain(small))


def test_a_link_to_an_anchor_that_is_not_there_is_told(small: Path) -> None:
    template = small / "templates" / "search.md.j2"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text("# Find { #lw-top }\n\n[there](../index.md#nowhere) [here](../papers/kettle.md#lw-top)\n")
    (warning,) = build(small).warnings
    assert "nowhere" in warning

"""The committed JSON Schemas are those that the code makes; they take every real file and refuse wrong ones.

`pytest --update-golden tests/content/test_schema.py` writes the committed files anew.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from litwiki.content.fields import Fields
from litwiki.content.schema import schema_files, schemas
from litwiki.content.strict_yaml import parse
from litwiki.model.problems import Place, Problem, Severity
from litwiki.scaffold import FILES, scaffold_files

ROOT = Path(__file__).parents[2]
WIKIS = (ROOT, ROOT / "tests" / "data" / "wiki")
HOMES = {
    "content/papers/*.md": "paper",
    "content/topics/*.md": "topic",
    "content/paths/*.md": "path",
    "content/listings/*.yml": "listing",
    "content/digests/*.md": "digest",
    "content/decisions.yml": "decisions",
    "content/people.yml": "people",
    "site_config/wiki.yml": "wiki",
}
MOST = 40
"""Files of a kind that are validated; all have been made by the same code."""


class EditorsLoader(yaml.SafeLoader):
    """Reads YAML as editors do that check by schema: a date is text, as YAML 1.2 has it."""


EditorsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in kinds if tag != "tag:yaml.org,2002:timestamp"]
    for first, kinds in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(name: str, text: str) -> list[str]:
    loaded = yaml.load(text, EditorsLoader)
    validator = Draft202012Validator(schemas()[name], format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(loaded)]


def test_the_committed_schemas_are_those_of_the_code(golden: Callable[[Path, str], None]) -> None:
    files = schema_files()
    for path, text in files.items():
        golden(ROOT / path, text)
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "site_config/schema").iterdir()} == set(files)


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith(".vscode/")])
def test_our_own_editor_settings_are_those_that_init_writes(path: str, golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / path, scaffold_files("Any wiki")[path])


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_one_and_describes_every_key(name: str) -> None:
    schema: dict[str, Any] = dict(schemas()[name])
    Draft202012Validator.check_schema(schema)
    assert all(len(of["description"]) > 20 for of in schema["properties"].values())


def real_files() -> Iterator[tuple[Path, str]]:
    for wiki in WIKIS:
        for pattern, name in HOMES.items():
            found = sorted(wiki.glob(pattern))
            for path in found[:: len(found) // MOST + 1]:
                yield path, name


def test_real_files_follow_their_schemas() -> None:
    found = list(real_files())
    assert {name for _, name in found} >= {"paper", "topic", "listing", "wiki"}
    for path, name in found:
        text = path.read_text(encoding="utf-8")
        assert faults(name, text.split("\n---\n")[0] if path.suffix == ".md" else text) == [], path


def test_a_new_wiki_follows_them_and_has_them() -> None:
    files = scaffold_files("Tea")
    assert faults("wiki", files["site_config/wiki.yml"]) == []
    assert {path: files[path] for path in schema_files()} == schema_files()


def test_editors_are_told_of_every_schema_of_a_yaml_file() -> None:
    settings = json.loads(scaffold_files("Tea")[".vscode/settings.json"])
    told = {path.removeprefix("./"): pattern for path, pattern in settings["yaml.schemas"].items()}
    wanted = {f"site_config/schema/{name}.schema.json": home for home, name in HOMES.items() if home.endswith(".yml")}
    assert told == wanted


def test_the_editor_s_task_reads_what_check_says() -> None:
    task = json.loads(scaffold_files("Tea")[".vscode/tasks.json"])["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    keys = ("file", "line", "column", "code", "severity", "message")
    for severity, word in ((Severity.ERROR, None), (Severity.WARNING, "warning")):
        problem = Problem(Place("content/papers/a b.md", 7, 9), "T101", "unknown topic: 'x'", "mend it", severity)
        match = re.search(pattern["regexp"], str(problem))
        assert match
        found = tuple(match[pattern[key]] for key in keys)
        assert found == ("content/papers/a b.md", "7", "9", "T101", word, "unknown topic: 'x'; mend it")
    assert re.search(pattern["regexp"], "7 papers, no problem") is None


PAPER = "title: 'Kettle'\n"
TOPIC = "name: 'Tea'\ndefinition: 'Leaves.'\n"
LISTING = "title: 'Monday'\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper", PAPER),
        ("paper", PAPER + "year: null\nids: {arxiv: '2601.01234', doi: '10.1000/a(b)_c', acl: 'P19-1001'}\nnames:\n"),
        (
            "paper",
            PAPER + "ids: {isbn: '978-3-16-148410-0', arxiv: 'math.GT/0309136v2'}\nlinks: {code: https://x.org/a}\n",
        ),
        ("paper", PAPER + "sources: {year: 'arxiv 0f1e', ids.doi: crossref, links.code: 'my.list 12ab'}\n"),
        ("paper", PAPER + "topics: [a, b-2]\ntopics_status: null\nabstract: ''\nsummary:\n"),
        ("topic", TOPIC + "parent: tea\npinned:\n- {paper: kettle}\n- {paper: pot, note: ''}\n"),
        ("listing", LISTING + "date: '2026-03-17'\nentries:\n- {paper: kettle, abstract: '0011'}\n"),
        ("decisions", ""),
        ("decisions", "same: []\ndifferent:\n- [a, b]\nkept:\n- {paper: a, field: title, given: '00'}\n"),
        ("wiki", "# nothing\n"),
        ("wiki", "highwire: false\n"),
        ("wiki", "repository: ''\nsources: [incoming/*.txt, '**/x/[ab].txt', '*', a.b/..c]\n"),
        ("wiki", "repository: https://example.org/a\nabstracts: omit\n"),
    ],
)
def test_what_is_right_passes_both_the_schema_and_the_reader(name: str, text: str) -> None:
    assert faults(name, text) == []
    assert read(name, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper", "year: 2026\n"),
        ("paper", PAPER + "sources: {year: 'two words'}\n"),
        ("paper", PAPER + "sources: {The Year: arxiv}\n"),
        ("paper", PAPER + "sources: [arxiv]\n"),
        ("paper", "title: ''\n"),
        ("paper", "title:\n"),
        ("paper", "title: [a]\n"),
        ("paper", f"title: '{'x' * 501}'\n"),
        ("paper", PAPER + "topcis: []\n"),
        ("paper", PAPER + "__proto__: {a: b}\n"),
        ("paper", PAPER + "year: '2026'\n"),
        ("paper", PAPER + "year: 26\n"),
        ("paper", PAPER + "authors: Ada\n"),
        ("paper", PAPER + "authors: [[Ada]]\n"),
        ("paper", PAPER + "names: ['']\n"),
        ("paper", PAPER + "topics: [../x]\n"),
        ("paper", PAPER + "topics: ['A b']\n"),
        ("paper", PAPER + "aliases: [con]\n"),
        ("paper", PAPER + "topics_status: maybe\n"),
        ("paper", PAPER + "ids: {arxiv: 'kettle'}\n"),
        ("paper", PAPER + "ids: {arxiv: 'x/2601.01234'}\n"),
        ("paper", PAPER + "ids: {arkiv: '2601.01234'}\n"),
        ("paper", PAPER + "ids: ['2601.01234']\n"),
        ("paper", PAPER + "links: {code: 'javascript:alert(1)'}\n"),
        ("paper", PAPER + "links: {code: 'https://x.org/ javascript:'}\n"),
        ("paper", PAPER + "links: {code: 'https:///x'}\n"),
        ("paper", PAPER + "links: {kode: 'https://x.org'}\n"),
        ("topic", "name: 'Tea'\n"),
        ("topic", TOPIC + "pinned: [kettle]\n"),
        ("topic", TOPIC + "pinned: [{note: why}]\n"),
        ("topic", TOPIC + "pinned: [{paper: kettle, nte: why}]\n"),
        ("topic", TOPIC + "parent: [tea]\n"),
        ("listing", "entries: []\n"),
        ("listing", LISTING + "date: Monday\n"),
        ("listing", LISTING + "date: '2026-3-17'\n"),
        ("listing", LISTING + "date: '2026-13-17'\n"),
        ("listing", LISTING + "entries: [{title: x}]\n"),
        ("listing", LISTING + "entries: [{paper: '../x'}]\n"),
        ("listing", LISTING + "entries: [kettle]\n"),
        ("decisions", "same: [a, b]\n"),
        ("decisions", "different: [[a, a]]\n"),
        ("decisions", "different: [[a]]\n"),
        ("decisions", "kept: [{field: title}]\n"),
        ("decisions", "other: []\n"),
        ("wiki", "abstracts: maybe\n"),
        ("wiki", "highwire: 'false'\n"),
        ("wiki", "highwire: [true]\n"),
        ("wiki", "repository: ftp://x.org\n"),
        ("wiki", "groups: Tea\n"),
        ("wiki", "sources: [../x.txt]\n"),
        ("wiki", "sources: [/x.txt]\n"),
        ("wiki", "sources: ['a/./b']\n"),
        ("wiki", "sources: ['a**/b']\n"),
        ("wiki", "sources: ['a\\b']\n"),
        ("wiki", "hook: x\n"),
    ],
)
def test_what_is_wrong_passes_neither(name: str, text: str) -> None:
    assert faults(name, text)
    assert read(name, text)


def read(name: str, text: str) -> list[str]:
    """The codes of what the reader says of a file's keys."""
    from litwiki.content import decisions, ledgers, papers, pending, settings, topics

    keys: dict[str, Any] = {
        "paper": papers.KEYS,
        "topic": topics.KEYS,
        "listing": ledgers.KEYS,
        "decisions": decisions.DECISIONS,
        "pending": pending.KEYS,
        "wiki": settings.KEYS,
    }
    if not yaml.safe_load(text):
        return []
    problems: list[Problem] = []
    get = Fields(parse(text, "x.yml"), keys[name], problems.append)
    for key in keys[name]:
        get(key)
    return [problem.code for problem in problems]


def test_a_default_is_among_the_options() -> None:
    """An editor fills in the default of a key, which has to be a word that the file may hold."""

    def parts(schema: Any) -> Iterator[dict[str, Any]]:
        waiting = [schema]
        while waiting:
            part = waiting.pop()
            waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
            if isinstance(part, dict) and "enum" in part and "default" in part:
                yield part

    found = [part for schema in schemas().values() for part in parts(schema)]
    assert found
    assert [part for part in found if part["default"] not in part["enum"]] == []

"""What `litwiki init` writes beside the content: one story with the code that reads it."""

import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from lxml import html

from litwiki.build import build
from litwiki.content import load
from litwiki.curation.accept import ACTS, FIELDS
from litwiki.curation.forms import FORMS
from litwiki.model.config import Config
from litwiki.scaffold import FILES, GITHUB_FILES, RELEASE_FILES, scaffold, scaffold_files
from litwiki.scaffold.installation import requirement
from litwiki.templates import DEFAULT


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scaffold") / "wiki"
    scaffold(root, "Tea & Bread")
    return root


def form(wiki: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((wiki / f".github/ISSUE_TEMPLATE/{name}.yml").read_text())
    return loaded


def fields(wiki: Path, name: str) -> Mapping[str, dict[str, Any]]:
    return {item["id"]: item for item in form(wiki, name)["body"] if item["type"] != "markdown"}


def test_every_template_is_written_and_every_file_has_one(wiki: Path) -> None:
    folder = DEFAULT / "scaffold"
    templates = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
    plain = {name for name in FILES.values() if not name.endswith(".j2")}
    assert templates == {*FILES.values(), *GITHUB_FILES.values(), *RELEASE_FILES.values(), "github/install.j2"} - plain
    assert all((folder / name).is_file() for name in plain)
    for path in (*FILES, *GITHUB_FILES):
        text = (wiki / path).read_text()
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "«" not in text, path


def test_a_new_wiki_has_no_problem(wiki: Path) -> None:
    assert load(wiki).problems == ()


def test_requirements_name_one_commit_and_all_else_by_hash(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in (wiki / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines == [line for line in [requirement()] if line]
    locked = (wiki / "requirements-locked.txt").read_text()
    pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", locked, re.MULTILINE | re.DOTALL)
    assert len(pins) > 30
    assert all("--hash=sha256:" in pin for pin in pins)
    needed = {
        re.split(r"[<>= ;\[]", need)[0].lower() for need in metadata.requires("litwiki") or () if "extra ==" not in need
    }
    assert {*needed, "hatchling"} <= {pin.partition("==")[0] for pin in pins}
    monkeypatch.setattr("litwiki.scaffold.requirement", str)
    assert not re.search("^[^#]", scaffold_files("Tea")["requirements.txt"], re.MULTILINE)


def test_settings_of_a_new_wiki_are_the_defaults(wiki: Path) -> None:
    config = load(wiki).wiki.config
    assert config == Config(root=wiki, site_name="Tea & Bread", host="github"), "it is published by its workflow"


def test_forms_ask_for_what_is_read(wiki: Path) -> None:
    for name, labels in FORMS.items():
        found = {item["attributes"]["label"]: key for key, item in fields(wiki, name).items()}
        assert list(found.items()) == list(labels.items()), name
    assert set(FORMS) == {*ACTS, "add-listing"}


def test_no_form_gives_the_label_that_starts_the_ingest(wiki: Path) -> None:
    for path in (wiki / ".github/ISSUE_TEMPLATE").iterdir():
        assert "labels" not in yaml.safe_load(path.read_text()), path.name


def test_every_choice_of_what_is_wrong_can_be_mended(wiki: Path) -> None:
    options = fields(wiki, "fix-paper")["field"]["attributes"]["options"]
    assert options == [*FIELDS, "something else"]


def test_links_of_pages_lead_to_files_and_forms(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Tea")
    settings = (root / "site_config/wiki.yml").read_text()
    settings = settings.replace("repository: ''", "repository: https://github.com/me/tea")
    (root / "site_config/wiki.yml").write_text(settings.replace("branch: main", "branch: 'a/b #1'"))
    topic = "---\nname: Pots\ngroup: 'Tea & #1 + 100% Bread'\ndefinition: What boils\n---\n"
    (root / "content/topics/pots.md").write_text(topic)
    (root / "content/papers/kettle.md").write_text("---\ntitle: Kettle\ntopics: [pots]\n---\n")
    assert build(root).site
    wanted = {
        "papers/kettle": [
            ("propose-topic", {"papers": ["kettle"]}),
            ("fix-paper", {"paper": ["kettle"]}),
        ],
        "topics/pots": [
            ("propose-topic", {"group": ["Tea & #1 + 100% Bread"]}),
            ("problem", {"page": ["topics/pots"]}),
        ],
    }
    for page, forms in wanted.items():
        tree = html.fromstring((root / f"site/{page}/index.html").read_text())
        links = {a.text: a.attrib["href"] for a in tree.iterfind(".//p[@class='lw-actions']/a")}
        edit = f"https://github.com/me/tea/edit/a/b%20%231/content/{page}.md"
        assert str(links["Edit this page"]) == edit
        for label, (name, values) in zip(("Suggest a topic", "Report a problem"), forms, strict=True):
            address = urlsplit(str(links[label]))
            query = parse_qs(address.query, strict_parsing=True)
            assert address.geturl().startswith("https://github.com/me/tea/issues/new?")
            assert query.pop("template") == [f"{name}.yml"]
            assert len(query.pop("title")) == 1
            assert query == values
            assert (root / f".github/ISSUE_TEMPLATE/{name}.yml").is_file()
            assert set(values) <= set(fields(root, name))


def test_without_a_repository_pages_have_no_such_links(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    scaffold(root, "Tea")
    (root / "content/papers/kettle.md").write_text("---\ntitle: Kettle\n---\n")
    assert build(root).site
    text = (root / "site/papers/kettle/index.html").read_text()
    assert "This record as JSON" in text
    assert "Edit this page" not in text
    assert "issues/new" not in text

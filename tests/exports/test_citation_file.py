"""CITATION.cff by the Citation File Format 1.2.0, on the site and in the repository."""

import datetime
from pathlib import Path

import yaml
from click.testing import CliRunner

from litwiki.cli import cli
from litwiki.exports import citation_file
from litwiki.facts.site import Site
from litwiki.model.config import Config, License
from litwiki.model.ids import Slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Authorship, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.conftest import DATA
from tests.in_memory import files_of

CONFIG = Config(
    DATA,
    "Tea: 'the' \"whole\" #1",
    site_url="https://example.org/tea/",
    repository="https://example.org/git",
    curators=("Boyle, Ada", "Ben Cook, Jr.", "{Kettle, Ladle & Co.}"),
    license=License("Tea License", "https://example.org/license"),
)
PAPER = Paper(Slug("kettle"), "Kettle", added="2026-03-17", summary="x", summary_by=Authorship("model", "2026-04-01"))


def loaded(config: Config, *papers: Paper) -> dict[str, object]:
    site = Site(Wiki(config, {one.slug: one for one in papers}, {}, {}), LinkGraph())
    (file,) = files_of(site, [citation_file])
    assert file.path == "CITATION.cff"
    found = yaml.safe_load(file.content)
    assert isinstance(found, dict)
    return found


def test_people_groups_license_and_the_day_of_the_content() -> None:
    found = loaded(CONFIG, PAPER)
    assert found.pop("message") == citation_file.MESSAGE
    assert found == {
        "cff-version": "1.2.0",
        "type": "dataset",
        "title": "Tea: 'the' \"whole\" #1",
        "authors": [
            {"family-names": "Boyle", "given-names": "Ada"},
            {"family-names": "Cook", "given-names": "Ben", "name-suffix": "Jr."},
            {"name": "Kettle, Ladle & Co."},
        ],
        "url": "https://example.org/tea/",
        "repository-code": "https://example.org/git",
        "license-url": "https://example.org/license",
        "version": "2026-04-01",
        "date-released": "2026-04-01",
    }
    assert datetime.date.fromisoformat(str(found["date-released"]))


def test_a_wiki_that_says_little_is_cited_by_its_name() -> None:
    found = loaded(Config(DATA, "Tea"))
    assert found["authors"] == [{"name": "The curators of Tea"}]
    assert set(found) == {"cff-version", "message", "type", "title", "authors"}
    assert loaded(replace(CONFIG, license=License("MIT License", "https://x.org", "MIT")))["license"] == "MIT"


def test_the_command_writes_it_once_and_checks_it(new_wiki: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["export", "citation", *arguments, "--root", str(new_wiki)])
        return result.exit_code, result.output

    path = new_wiki / "CITATION.cff"
    assert run("--check") == (1, f"{path} is not what the wiki says; run litwiki export citation\n")
    assert not path.exists()
    assert run() == (0, f"wrote {path}\n")
    assert yaml.safe_load(path.read_bytes())["cff-version"] == "1.2.0"
    assert run() == (0, f"{path} is up to date\n")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("--check", "--quiet") == (0, "")

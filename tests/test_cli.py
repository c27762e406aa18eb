import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from litwiki import cli as module
from litwiki.cli import cli, main
from litwiki.model import Place, Problem
from tests.invented import ALL, KETTLE, spaced

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(cli.commands)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "listing.txt"
    path.write_text(spaced(ALL), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Exit codes" in result.output


def test_every_command_and_option_is_in_the_docs() -> None:
    docs = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    for name, command in cli.commands.items():
        assert f"litwiki {name}" in docs, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in docs, (name, option.opts)


def test_from_a_new_folder_to_a_site(tmp_path: Path, listing: Path) -> None:
    root = tmp_path / "wiki"
    assert run("init", root, "--title", 'O\'Neill: "Tea" & 茶').exit_code == 0
    result = run("ingest", listing, "--root", root)
    assert (result.exit_code, "5 new papers" in result.stdout) == (0, True)
    result = run("build", "--root", root, "--json")
    record = json.loads(result.stdout)
    assert (result.exit_code, record["papers"], record["problems"]) == (0, 5, [])
    assert 'O\'Neill: "Tea" & 茶' in (root / "site" / "index.html").read_text(encoding="utf-8")
    assert run("check", "--root", root).exit_code == 0
    assert run("init", root).exit_code == 2


def test_a_wiki_is_found_from_a_folder_inside_it(
    new_wiki: Path, listing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(new_wiki / "content" / "papers")
    assert run("ingest", listing, "-q").output == ""
    assert (new_wiki / "content" / "papers" / "kettle.md").is_file()


def test_json_is_alone_on_standard_output(new_wiki: Path, listing: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("no listing", encoding="utf-8")
    result = run("ingest", listing, bad, "--root", new_wiki, "--json")
    record = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [r["path"] for r in record["rejected"]] == [str(bad)]
    assert set(record["rejected"][0]) == {"path", "line", "reason", "raw"}
    assert str(bad) in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest",),
        ("ingest", "x.txt", "--nope"),
        ("ingest", "x.txt", "--root", "."),
        ("build",),
        ("suggest", "nobody"),
        ("nothing",),
        ("init", ".", "--title", "<b>"),
        ("serve", "--port", "99999"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize("date", ["2026-13-01", "Mar 17", "17.3.2026"])
def test_a_date_that_is_none_is_wrong_usage(date: str, new_wiki: Path, listing: Path) -> None:
    assert run("ingest", listing, "--root", new_wiki, "--date", date).exit_code == 2


def test_problems_end_with_one_and_name_their_place(new_wiki: Path, listing: Path) -> None:
    (new_wiki / "content" / "papers" / "tea.md").write_text("---\ntitle: 'Tea'\ntopics: [te]\n---\n", encoding="utf-8")
    for command in ("check", "build"):
        result = run(command, "--root", new_wiki)
        assert result.exit_code == 1
        assert "content/papers/tea.md:3:10 T101 unknown topic 'te'" in result.output
    assert not (new_wiki / "site").exists()
    (new_wiki / "content" / "papers" / "tea.md").write_text("tea", encoding="utf-8")
    result = run("ingest", listing, "--root", new_wiki)
    assert result.exit_code == 1
    assert "content/papers/tea.md:1:1 Y003" in result.stderr
    assert json.loads(run("check", "--root", new_wiki, "--format", "json").stdout)["problems"][0]["code"] == "Y003"


def test_annotations_cannot_be_forged() -> None:
    problem = Problem(Place("a,b::c.md", 3, 4), "X1", "bad\n::error::forged 100%", "mend: it")
    line = module._annotation(problem)
    assert line == "::error file=a%2Cb%3A%3Ac.md,line=3,col=4,title=X1::bad%0A::error::forged 100%25; mend: it"


def test_a_bug_is_called_a_bug(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(**_: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr(module, "cli", broken)
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 3
    assert "a bug in litwiki: KeyError" in capsys.readouterr().err


def test_suggestions_are_printed_and_are_json(new_wiki: Path, listing: Path) -> None:
    topic = "---\nname: 'Heating'\ndefinition: 'Boiling water'\nkeywords: [kettle]\n---\n"
    (new_wiki / "content" / "topics" / "heating.md").write_text(topic, encoding="utf-8")
    run("ingest", listing, "--root", new_wiki)
    record = json.loads(run("suggest", "--root", new_wiki, "--json").stdout)
    assert len(record["papers"]) == 5
    assert set(record["papers"][0]["topics"][0]) == {"topic", "score", "reason"}
    assert KETTLE.title in run("suggest", "kettle", "--root", new_wiki).stdout


def test_a_relative_root_builds(new_wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(new_wiki.parent)
    assert run("build", "--root", new_wiki.name).exit_code == 0
    assert (new_wiki / "site" / "index.html").is_file()

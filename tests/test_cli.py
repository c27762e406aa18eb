import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from litwiki import cli as module
from litwiki.cli import cli, main
from litwiki.commands.check import annotation
from litwiki.model.problems import Place, Problem
from tests.invented import ALL, KETTLE, Invented, spaced
from tests.service_machine import Work, served

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
    assert 'O\'Neill: "Tea" & 茶' in unescape((root / "site" / "index.html").read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("date", ["2026-13-01", "Mar 17", "17.3.2026", "20260317", "2026-W12-2", ""])
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
    for arguments in (("ingest", listing), ("merge", "tea", "pot"), ("enrich",)):
        result = run(*arguments, "--root", new_wiki, "--json")
        assert result.exit_code == 1
        assert "content/papers/tea.md:1:1 Y003" in result.stderr
        assert "mend content/ first" in result.stderr
        assert json.loads(result.stdout)["problems"][0]["code"] == "Y003"
    assert json.loads(run("check", "--root", new_wiki, "--format", "json").stdout)["problems"][0]["code"] == "Y003"


def test_annotations_cannot_be_forged() -> None:
    problem = Problem(Place("a,b::c.md", 3, 4), "X1", "bad\n::error::forged 100%", "mend: it")
    line = annotation(problem)
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
    assert set(record["papers"][0]["topics"][0]) == {"topic", "score", "sure", "reason"}
    assert KETTLE.title in run("suggest", "kettle", "--root", new_wiki).stdout


def test_the_report_of_an_ingest_has_the_agreed_shape(new_wiki: Path, listing: Path, tmp_path: Path) -> None:
    run("ingest", listing, "--root", new_wiki)
    paper = new_wiki / "content" / "papers" / "kettle.md"
    paper.write_text(
        paper.read_text(encoding="utf-8").replace("'https://github.com/example", "'https://github.com/person"),
        encoding="utf-8",
    )
    renamed = tmp_path / "renamed.txt"
    renamed.write_text(spaced([Invented("A Heater That Stops", KETTLE.abstract)], "May 2"), encoding="utf-8")
    record = json.loads(run("ingest", listing, renamed, "--root", new_wiki, "--json").stdout)
    assert (record["entries"], [name[:-5] for name in sorted(record["listings"])], record["rejected"]) == (
        6,
        ["mar-17", "may-2"],
        [],
    )
    assert (record["new"], min(record["known"])) == (["a-heater-that-stops"], "guessthebird")
    (pair,) = record["uncertain"]
    assert {pair["slug"], pair["other"]} == {"a-heater-that-stops", "kettle"}
    (conflict,) = record["conflicts"]
    assert (conflict["slug"], conflict["field"], conflict["path"]) == ("kettle", "links.code", str(listing))
    assert (conflict["stored"], conflict["given"]) == (
        "https://github.com/person/kettle",
        "https://github.com/example/kettle",
    )
    assert [re.sub("-[0-9a-f]{4}.yml", ".yml", path) for path in record["written"]] == [
        "content/listings/may-2.yml",
        "content/papers/a-heater-that-stops.md",
    ]


def test_annotations_of_a_check_are_one_line_each(new_wiki: Path) -> None:
    (new_wiki / "content" / "papers" / "tea.md").write_text(
        '---\ntitle: "Tea"\ntopics: ["a:b\\n::error::c"]\n---\n', encoding="utf-8"
    )
    result = run("check", "--root", new_wiki, "--format", "github")
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if line.startswith("::")]
    assert lines
    assert all(line.startswith(("::error file=content/papers/tea.md", "::warning file=")) for line in lines)


@pytest.mark.parametrize("command", ["ingest", "build", "check"])
def test_a_bug_inside_a_command_ends_with_three_and_no_traceback(
    command: str,
    new_wiki: Path,
    listing: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr("litwiki.content.load_sound" if command == "ingest" else "litwiki.content.load", broken)
    files = [str(listing)] if command == "ingest" else []
    monkeypatch.setattr("sys.argv", ["litwiki", command, *files, "--root", str(new_wiki)])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 3
    said = capsys.readouterr().err
    assert "a bug in litwiki: RuntimeError: surprise" in said
    assert "Traceback" not in said


def test_the_installed_command_speaks_utf_8_and_shows_no_traceback(new_wiki: Path, tmp_path: Path) -> None:
    path = tmp_path / "Tëä 茶.txt"
    path.write_text(spaced(ALL), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    for files, code in (([path], 0), ([tmp_path], 1), ([os.fsencode(tmp_path) + b"/\xff.txt"], 1)):
        result = subprocess.run(
            [Path(sys.executable).with_name("litwiki"), "ingest", *files, "--root", new_wiki, "--json"],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert result.returncode == code, result.stderr
        assert isinstance(json.loads(result.stdout), dict)
        assert b"Traceback" not in result.stderr


def test_quiet_says_nothing_when_all_is_well(new_wiki: Path, listing: Path, tmp_path: Path) -> None:
    assert run("init", tmp_path / "another", "-q").output == ""
    assert run("ingest", listing, "--root", new_wiki, "-q").output == ""


@pytest.mark.parametrize("title", ["", " ", "T\udcc3", "<b>"])
def test_a_wiki_needs_a_name(title: str, tmp_path: Path) -> None:
    assert run("init", tmp_path / "wiki", "--title", title).exit_code == 2
    assert not (tmp_path / "wiki").exists()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "README.md").write_text("mine too", encoding="utf-8")
    assert run("init", tmp_path).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "notes.txt"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine too"


def test_a_relative_root_builds(new_wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(new_wiki.parent)
    assert run("build", "--root", new_wiki.name).exit_code == 0
    assert (new_wiki / "site" / "index.html").is_file()


def test_a_paper_is_added_renamed_and_merged(new_wiki: Path) -> None:
    assert json.loads(run("add", "Kettle", "--year", "2025", "--root", new_wiki, "--json").stdout)["new"] == [
        "kettle-2025"
    ]
    assert run("add", "--title", "Teapot", "--doi", "10.1000/182", "--root", new_wiki, "-q").output == ""
    assert (
        "renamed the paper kettle-2025 to boiler" in run("rename", "kettle-2025", "boiler", "--root", new_wiki).stdout
    )
    record = json.loads(run("merge", "boiler", "teapot", "--root", new_wiki, "--json").stdout)
    assert "content/papers/boiler.md" in record["written"]
    assert run("rename", "nobody", "x", "--root", new_wiki).exit_code == 2


def test_a_bibliography_is_added_from_standard_input(new_wiki: Path) -> None:
    text = "@misc{a, title={Kettle}}\n@misc{b, year=2020}\n"
    result = CliRunner().invoke(cli, ["add", "--bibtex", "-", "--root", str(new_wiki)], input=text)
    assert result.exit_code == 1
    assert "standard input:2: 'b' has neither a title nor an id" in result.stderr
    assert "1 entry: 1 new paper" in result.stdout
    assert run("add", "--root", new_wiki).exit_code == 2


def test_review_asks_and_is_answered(new_wiki: Path, listing: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.txt"
    renamed.write_text(spaced([Invented("A Heater That Stops", KETTLE.abstract)], "May 2"), encoding="utf-8")
    run("ingest", listing, renamed, "--root", new_wiki)
    asked = CliRunner().invoke(cli, ["review", "--root", str(new_wiki)], input=" ")
    assert "A Heater That Stops" in asked.stdout
    assert "Is this one paper?" in asked.stdout
    questions = json.loads(run("review", "--root", new_wiki, "--json").stdout)["questions"]
    (question,) = [one for one in questions if one["kind"] == "pair"]
    wrong = CliRunner().invoke(cli, ["review", "--root", str(new_wiki)], input="xq")
    assert "none of the keys" in wrong.stdout
    answered = run("review", "--root", new_wiki, "--json", "--answer", f"{question['id']}=different")
    assert {one["kind"] for one in json.loads(answered.stdout)["questions"]} == {"address"}
    pasted = CliRunner().invoke(cli, ["review", "--root", str(new_wiki)], input="iarXiv:2601.00001\nq")
    assert "arxiv:2601.00001" in pasted.stdout
    assert run("review", "--root", new_wiki, "--answer", "x").exit_code == 2


@pytest.mark.parametrize("words", [["2601.00001"], ["--arxiv", "https://arxiv.org/abs/2601.00001"]])
def test_an_id_alone_is_looked_up(words: list[str], new_wiki: Path) -> None:
    with served(Work("TeaKettle", arxiv="2601.00001")):
        assert json.loads(run("add", *words, "--root", new_wiki, "--json").stdout)["new"] == ["teakettle"]
        assert "nobody knows 10.1000/182" in run("add", "10.1000/182", "--root", new_wiki).stderr


def test_many_files_are_read_by_other_processes(
    new_wiki: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads a file can go to another process, with the format and the columns that were asked for."""
    monkeypatch.setattr("litwiki.curation.ingest.ENTRIES", 2_000)
    files = [tmp_path / f"{name}.txt" for name in ("kettles", "ladles")]
    for file in files:
        file.write_text(f"The Boiling of {file.stem.title()} in Small Kitchens\n", encoding="utf-8")
    assert run("ingest", "--root", new_wiki, "--titles", *files).exit_code == 0
    assert len(list((new_wiki / "content" / "papers").glob("*.md"))) == 2


@pytest.mark.parametrize(
    ("before", "arguments", "code", "said"),
    [
        ("", ["--version"], 0, "litwiki, version"),
        ("", ["no-such-command"], 2, "No such command"),
        ("module.cli = lambda **_: {}['surprise']", [], 3, "a bug in litwiki: KeyError"),
    ],
)
def test_a_process_that_ends_at_once_has_said_all_and_has_the_code_of_its_command(
    before: str, arguments: list[str], code: int, said: str
) -> None:
    program = f"import litwiki.cli as module\n{before}\nmodule.run()"
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_a_command_begins_without_what_only_others_need() -> None:
    """Of a build that has nothing to do, imports would be the greater part."""
    needless = "numpy yaml jinja2 lxml pylatexenc Stemmer anyascii subprocess multiprocessing litwiki.model.wiki"
    program = f"import sys, litwiki.cli, litwiki.build\nsys.exit(str({{*'{needless}'.split()}} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == "set()\n"


def test_the_guide_gives_every_command_the_options_that_it_has() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (`litwiki .*)$", guide, re.MULTILINE)
    calls = [call.split() for heading in headings for call in re.findall(r"`litwiki ([^`]+)`", heading)]
    assert {words[0] for words in calls} == cli.commands.keys()
    for words in calls:
        command: click.Command = cli
        for word in words:
            if isinstance(command, click.Group):
                command = command.commands[word]
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        assert {*re.findall(r"--[a-z-]+", " ".join(words))} <= known, words

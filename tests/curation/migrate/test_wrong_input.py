"""Whatever text comes in, readers end, in time that grows with its length, and wrong input has a message and an exit code."""

import os
import random
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.cli import cli
from litwiki.curation.migrate.front_matter_pages import read_pages
from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.latex_sections import read_sections
from litwiki.curation.migrate.markdown_list import read_list
from litwiki.model.entries import RawListing
from tests import living_reviews

LATEX = r"\section{ \subsection*{ \begin{itemize} \end{itemize} \item \textbf{ \cite{a,b} } { % $ \input{x} \href{ \url{ [ ] ~ \\"
YAML = "---\n title: tags: - [ ] { } : & * ' \" \t # | > \n +++ = a: b <<: é \ufeff \r\n"
MARKDOWN = "# - * [a](https://arxiv.org/abs/2401.00001) ![ ] ( ) | <details> </a> ** ` \n\n > 1. et al. (2024)"


def texts(words: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*words.split(" "), "\n", " "]), max_size=60).map("".join)


@settings(max_examples=80)
@given(texts(LATEX))
def test_any_latex_is_read(text: str) -> None:
    found = read_sections(RawListing("a.tex", text, ""), lambda name: RawListing("x.tex", text, ""))
    for heading in found.headings:
        assert heading.names
        to_markdown(heading.text, lambda key: None)


@settings(max_examples=80)
@given(texts(YAML), texts(YAML))
def test_any_front_matter_is_read(front: str, body: str) -> None:
    found, others = read_pages([RawListing("a.md", f"---\ntitle: x\n{front}\n---\n{body}", "")], {})
    assert len(found.readings[0].entries) + len(found.readings[0].rejected) + len(others) == 1


@settings(max_examples=80)
@given(texts(MARKDOWN))
def test_any_list_is_read(text: str) -> None:
    outline = read_list(RawListing("a.md", text, ""))
    assert {filing.heading for filing in outline.filings} <= {heading.names for heading in outline.headings}


@pytest.mark.parametrize(
    "piece",
    [
        "\\begin{itemize}\\item ",
        "\\textbf{",
        "\\cite{a,",
        "\\section{a}",
        "{",
        "\\item \\textbf{a}\\cite{b}\n",
        "%\n",
        "\\\\",
    ],
)
def test_time_grows_with_the_length_of_latex(piece: str) -> None:
    start = time.process_time()
    found = read_sections(RawListing("a.tex", piece * 20_000, ""), lambda name: None)
    to_markdown(
        "".join(heading.text for heading in found.headings)[:200_000] + found.introduction[:200_000], lambda _: None
    )
    assert time.process_time() - start < 5


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["migrate", *map(str, arguments)], catch_exceptions=False)


def test_wrong_input_has_a_message_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.bib").write_bytes(random.Random(1).randbytes(2_000))
    (tmp_path / "picture").mkdir()
    (tmp_path / "picture" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "no-papers.md").write_text("# Hello\n\nNothing here.\n", encoding="utf-8")
    for name in ("nowhere", "empty", "binary.bib", "picture", "no-papers.md"):
        result = run(tmp_path / name, tmp_path / "wiki")
        assert result.exit_code in {1, 2}, name
        assert name in result.stderr
        assert not (tmp_path / "wiki").exists(), name


def test_a_dry_run_leaves_nothing(tmp_path: Path) -> None:
    living_reviews.awesome_list(tmp_path / "list.md", 8)
    assert "8 entries: 8 papers" in run(tmp_path / "list.md", tmp_path / "wiki", "--dry-run").stdout
    assert [path.name for path in tmp_path.iterdir()] == ["list.md"]
    wiki = tmp_path / "wiki"
    assert run(tmp_path / "list.md", wiki, "--no-git").exit_code == 0
    next((wiki / "content" / "papers").iterdir()).unlink()
    before = {path: path.read_bytes() for path in wiki.rglob("*") if path.is_file()}
    assert "8 entries: 7 papers, 1 removed here" in run(tmp_path / "list.md", wiki, "--dry-run").stdout
    assert {path: path.read_bytes() for path in wiki.rglob("*") if path.is_file()} == before


def test_a_new_wiki_is_a_repository_with_everything_in_its_first_commit(tmp_path: Path) -> None:
    living_reviews.awesome_list(tmp_path / "list.md", 8)
    said = run(tmp_path / "list.md", tmp_path / "wiki")
    assert f"cd {tmp_path / 'wiki'}" in said.stdout

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=tmp_path / "wiki", capture_output=True, text=True, check=True
        ).stdout

    assert git("status", "--porcelain") == ""
    assert len([path for path in git("ls-files").split("\n") if path.startswith("content/papers/why-")]) == 8


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "list" / "closed"
    closed.mkdir(parents=True)
    scan = os.scandir

    def refuse(path: str | Path) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = CliRunner().invoke(cli, ["migrate", str(tmp_path / "list"), str(tmp_path / "wiki"), "--no-git"])
    assert result.exit_code == 1
    assert f"{closed}: Permission denied" in result.output
    assert not (tmp_path / "wiki").exists()


def test_a_file_that_is_no_text_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "_papers"
    folder.mkdir()
    (folder / "kettle.md").write_text("---\ntitle: A Kettle\n---\n", encoding="utf-8")
    (folder / "cafe.md").write_bytes("---\ntitle: Café\n---\n".encode("latin-1"))
    result = CliRunner().invoke(cli, ["migrate", str(tmp_path), str(tmp_path / "wiki"), "--no-git"])
    assert result.exit_code == 1
    assert "_papers/cafe.md:1: was not read" in result.output
    assert "2 entries: 1 papers, 1 refused" in result.output

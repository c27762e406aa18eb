"""`litwiki review` as a person types: one key an answer, answers taken back, questions come back to."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki.cli import cli

TOPICS = {
    "heating": ("Heating", "Kettles and pots that boil water."),
    "baking": ("Baking", "Bread, loaves and sourdough."),
}


@pytest.fixture
def wiki(new_wiki: Path) -> Path:
    for topic, (name, definition) in TOPICS.items():
        text = f"---\nname: '{name}'\ndefinition: '{definition}'\nkeywords: [kettle, pot]\n---\n"
        text = text if topic == "heating" else text.replace("[kettle, pot]", "[bread, loaf]")
        (new_wiki / "content" / "topics" / f"{topic}.md").write_text(text, encoding="utf-8")
    about = {
        "kettle": ("A kettle that boils water in a pot", "The kettle stops before the pot boils over."),
        "sourdough": ("Bread of old starters", "Forty loaves of sourdough rose in a cold room."),
    }
    for slug, (title, abstract) in about.items():
        front = f"title: '{title}'\ntopics: []\ntopics_status: suggested\nabstract: '{abstract}'"
        front += f"\nlinks: [{{paper: 'https://example.org/{slug}.pdf'}}]"
        (new_wiki / "content" / "papers" / f"{slug}.md").write_text(f"---\n{front}\n---\n", encoding="utf-8")
    return new_wiki


def review(root: Path, keys: str) -> str:
    return CliRunner().invoke(cli, ["review", "--root", str(root)], input=keys).output


def file(root: Path, slug: str) -> str:
    return (root / "content" / "papers" / f"{slug}.md").read_text(encoding="utf-8")


def test_a_key_answers_and_the_abstract_is_on_the_screen(wiki: Path) -> None:
    shown = review(wiki, "yq")
    assert "The kettle stops before the pot boils over." in " ".join(shown.replace("│", " ").split())
    assert "1  [x] heating" in shown
    assert "topics:\n- heating\ntopics_status: curated" in file(wiki, "kettle")
    assert "topics_status: suggested" in file(wiki, "sourdough")


def test_a_number_takes_a_proposal_off(wiki: Path) -> None:
    review(wiki, "1yq")
    assert "topics: []\ntopics_status: curated" in file(wiki, "kettle")


def test_answers_are_taken_back_one_after_the_other(wiki: Path) -> None:
    found = json.loads(CliRunner().invoke(cli, ["review", "--root", str(wiki), "--json"]).output)["questions"]
    slugs = [question["id"].removeprefix("topics:") for question in found]
    before = [file(wiki, slug) for slug in slugs]
    # Both answered, both taken back, the first answered anew.
    shown = review(wiki, "ynuuyq")
    assert shown.count("taken back") == 2
    assert file(wiki, slugs[0]) != before[0]
    assert file(wiki, slugs[1]) == before[1]


def test_one_goes_back_and_leaves_for_later(wiki: Path) -> None:
    shown = review(wiki, " pq")
    assert [line[:3] for line in shown.split("\n") if line[:4] in {"1/2 ", "2/2 "}] == ["1/2", "2/2", "1/2"]
    assert "topics_status: suggested" in file(wiki, "kettle")


def test_what_is_no_key_asks_again_and_undo_without_an_answer_says_so(wiki: Path) -> None:
    shown = review(wiki, "xuq")
    assert "none of the keys" in shown
    assert "nothing was answered yet" in shown


def test_a_likely_topic_is_numbered_and_an_unlikely_one_is_not_there(wiki: Path) -> None:
    found = json.loads(CliRunner().invoke(cli, ["review", "--root", str(wiki), "--json"]).output)["questions"]
    assert [(one["number"], one["topic"]) for one in found[0]["proposals"]] == [(1, "heating")]
    assert all(one["score"] >= 0.25 for question in found for one in question["proposals"])
    assert found[0]["keys"] == {"y": "heating", "n": "none", "t": "TOPIC,TOPIC"}


def test_without_a_terminal_a_command_says_how_else_to_answer(wiki: Path) -> None:
    """As in a workflow: no terminal is there, not even behind /dev/tty."""
    command = [str(Path(sys.executable).with_name("litwiki")), "review", "--root", str(wiki)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, start_new_session=True
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "no terminal" in done.stderr
    assert "--answer ID=ANSWER" in done.stderr

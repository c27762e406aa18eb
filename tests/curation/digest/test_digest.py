"""What was new between two states of a wiki, told in one text, on a page and in a feed."""

from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli
from litwiki.curation.digest.changes import find_changes
from litwiki.curation.digest.text import MOST, write_text
from litwiki.exports import atom
from litwiki.facts.site import Site
from litwiki.model.config import Config
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import ReadingPathId, Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Pin, ReadingPath, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.pages import digests
from tests.curation.test_days import git, paper
from tests.in_memory import files_of, pages_of

TEA, SOUP = TopicId("tea"), TopicId("soup")
CONFIG = Config(Path("/nowhere"), "Kitchen", "https://example.org/kitchen/")


def kitchen(*papers: Paper, **topics: Topic) -> Wiki:
    return Wiki(CONFIG, {one.slug: one for one in papers}, {TopicId(name): topic for name, topic in topics.items()}, {})


def pot(name: str, **about: object) -> Paper:
    return Paper(Slug(name), f"{name.capitalize()}: a Pot [x](y) <b>", **about)  # type: ignore[arg-type]


TOPIC = Topic(TEA, "Tea & pots", "Kitchen", "All about *tea*. And more.")
BEFORE = kitchen(
    pot("old", added="2026-01-01", publication=Publication(type="preprint")),
    pot("kettle", added="2026-01-02", publication=Publication(type="preprint", venue="arXiv")),
    pot("lid", added="2026-01-03"),
    tea=TOPIC,
)
NOW = kitchen(
    pot("boiler", added="2026-01-01", aliases=(Slug("old"),), publication=Publication("inproceedings", "TeaConf_26")),
    pot("kettle", added="2026-01-02", publication=Publication(type="preprint", venue="arXiv")),
    pot("lid", added="2026-01-03", status=Status("retracted", date="2026-11-25")),
    pot("ladle", added="2026-11-24", topics=(TEA,), summary="It _stirs_. It rests.", authors=("Ada Boyle",), year=2026),
    pot("late", added="2026-11-30", topics=(TEA,)),
    tea=replace(TOPIC, pinned=(Pin(Slug("ladle"), "First."),)),
    soup=Topic(SOUP, "Soup", "Kitchen", "What is not tea."),
)
SPAN = ("2026-11-23", "2026-11-29")


def test_everything_that_was_new_is_found_and_nothing_else() -> None:
    changes = find_changes(NOW, (BEFORE, NOW), *SPAN)
    assert changes.papers == ((TEA, (Slug("ladle"),)),)
    assert changes.topics == (SOUP,)
    assert [(topic, [pin.paper for pin in came], left) for topic, came, left in changes.lists] == [(TEA, ["ladle"], 0)]
    assert changes.published == (Slug("boiler"),)
    assert changes.became == (Slug("lid"),)
    assert find_changes(NOW, (NOW, NOW), "2027-01-01", "2027-01-07").is_empty


def test_what_became_of_a_paper_on_no_day_is_told_by_the_two_states() -> None:
    lid = NOW.papers[Slug("lid")]
    now = replace(NOW, papers={**NOW.papers, lid.slug: replace(lid, status=Status("retracted", date="2026"))})
    assert find_changes(now, (BEFORE, now), *SPAN).became == (lid.slug,)
    assert find_changes(now, (now, now), *SPAN).became == ()


def test_a_new_reading_path_is_told() -> None:
    path = ReadingPath(ReadingPathId("start"), "Pots *first*", "For cooks.")
    now = replace(NOW, reading_paths={path.id: path})
    text = write_text(now, find_changes(now, (BEFORE, now), *SPAN))
    assert "1 reading path is new" in text
    assert r"- [Pots \*first\*](../paths/start.md): For cooks." in text


def test_without_an_earlier_state_only_what_has_a_day_is_told() -> None:
    changes = find_changes(NOW, (NOW, NOW), *SPAN)
    assert (changes.papers, changes.became) == (((TEA, (Slug("ladle"),)),), (Slug("lid"),))
    assert (changes.topics, changes.lists, changes.published) == ((), (), ())


def test_a_digest_of_a_topic_has_nothing_of_another() -> None:
    changes = find_changes(NOW, (BEFORE, NOW), *SPAN, TEA)
    assert changes.papers == ((TEA, (Slug("ladle"),)),)
    assert (changes.topics, changes.published, changes.became) == ((), (), ())


def test_the_text_says_it_in_words_and_other_peoples_signs_stay_signs() -> None:
    text = write_text(NOW, find_changes(NOW, (BEFORE, NOW), *SPAN))
    assert text.startswith(
        "1 paper came; 1 topic is new; 1 reading list changed; 1 preprint is published now; 1 paper was retracted"
    )
    title = r"Ladle: a Pot \[x\](y) \<b\>"
    assert rf"- [{title}](../papers/ladle.md) by Ada Boyle, 2026" + "\\\n" + r"  It \_stirs\_." in text
    assert r"(../papers/boiler.md): TeaConf\_26" in text
    assert "was retracted on 2026-11-25." in text
    assert r"[Tea \& pots](../topics/tea.md): now with [Ladle" in text


def test_a_text_is_short_however_much_came() -> None:
    many = [pot(f"p-{n}", added="2026-11-24", topics=(TopicId(f"t-{n % 40}"),)) for n in range(5_000)]
    topics = {f"t-{n}": Topic(TopicId(f"t-{n}"), f"T {n}", "Kitchen", "Pots.") for n in range(40)}
    wiki = kitchen(*many, **topics)
    text = write_text(wiki, find_changes(wiki, (kitchen(), wiki), *SPAN))
    assert text.count("../papers/") == MOST
    assert "And 2,500 papers on other topics." in text
    assert "- and 122 more" in text


# --- the command -----------------------------------------------------------------------------------------


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["digest", "--root", str(root), *arguments])


@pytest.fixture
def history(new_wiki: Path) -> Path:
    """A wiki whose second week brought a ladle and a topic."""
    file = new_wiki / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("site_url: ''", "site_url: 'https://example.org/kitchen/'"), encoding="utf-8")
    assert "example.org/kitchen" in file.read_text(encoding="utf-8")
    git(new_wiki, "init", "-q")
    paper(new_wiki, "kettle", "added: 2026-11-18\n")
    git(new_wiki, "add", ".")
    git(new_wiki, "commit", "-qm", "A kettle", day="2026-11-18")
    paper(new_wiki, "ladle", "added: 2026-11-25\n")
    topic = new_wiki / "content" / "topics" / "soup.md"
    topic.parent.mkdir(exist_ok=True)
    topic.write_text("---\nname: 'Soup'\ndefinition: 'What is not tea.'\n---\n", encoding="utf-8")
    git(new_wiki, "add", ".")
    git(new_wiki, "commit", "-qm", "A ladle", day="2026-11-25")
    return new_wiki


def test_a_week_is_that_of_the_newest_paper_or_of_a_day_that_is_named(history: Path) -> None:
    said = run(history, "--weekly").output
    assert said.startswith("# New in Test wiki, 23–29 November 2026\n\n1 paper came; 1 topic is new.")
    assert "](https://example.org/kitchen/papers/ladle/)" in said
    assert "kettle" not in said
    earlier = run(history, "--weekly", "--on", "2026-11-18").output
    assert "16–22 November 2026" in earlier
    assert "/papers/kettle/" in earlier
    assert "topic is new" not in earlier, "it came later"
    quiet = run(history, "--weekly", "--on", "2026-10-01")
    assert (quiet.exit_code, "Nothing was new" in quiet.output) == (0, True)
    assert run(history, "--since", "2026-11-20").output.startswith("# New in Test wiki, 20–25 November 2026")
    assert "2 papers came" in run(history, "--since", "0001-01-01").output
    for last in (("--since", "9999-12-31"), ("--weekly", "--on", "9999-12-31"), ("--weekly", "--on", "0001-01-01")):
        assert "Nothing was new" in run(history, *last).output, last
    for wrong in (
        ("--weekly", "--since", "2026-11-20"),
        (),
        ("--since", "yesterday"),
        ("--since", "20261120"),
        ("--since", "2026-W47-1"),
        ("--weekly", "--topic", "tea"),
    ):
        assert run(history, *wrong).exit_code == 2, wrong


def test_what_is_published_is_a_page_and_an_entry_and_stays_as_people_wrote_it(history: Path, tmp_path: Path) -> None:
    run(history, "--weekly", "--publish")
    file = history / "content" / "digests" / "2026-w48.md"
    file.write_text(
        file.read_text(encoding="utf-8") + "\nSee [[kettle]] and [a lid](../papers/lid.md).\n", encoding="utf-8"
    )
    again = run(history, "--weekly", "--publish", "--into", str(tmp_path / "out"))
    assert "is there and stays as it is" in again.output
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".md", ".txt", ".html", ".eml"}
    assert "See [Kettle](https://example.org/kitchen/papers/kettle/)" in (tmp_path / "out" / "2026-w48.md").read_text()
    assert CliRunner().invoke(cli, ["check", "--root", str(history)]).exit_code == 0
    site = Site(content.load(history).wiki, LinkGraph())
    found = {page.path: page.html for page in pages_of(site, [digests])}
    assert set(found) == {"digests/index.md", "digests/2026-w48.md"}
    page = found["digests/2026-w48.md"]  # type: ignore[index]
    assert 'href="../../papers/ladle/" rel="noopener">Ladle</a>' in page
    assert ">a lid</a>." in page
    files = {artifact.path: artifact.content for artifact in files_of(site, [atom])}
    (entry,) = feedparser.parse(files["feeds/digests.xml"]).entries  # type: ignore[index]
    assert (entry.id, entry.published) == ("https://example.org/kitchen/digests/2026-w48/", "2026-11-29T00:00:00Z")
    assert entry.summary.startswith("1 paper came; 1 topic is new.")


def test_a_wiki_without_topics_says_nothing_of_topics() -> None:
    wiki = kitchen(pot("kettle", added="2026-11-24"))
    text = write_text(wiki, find_changes(wiki, (kitchen(), wiki), *SPAN))
    assert "opic" not in text
    assert text.startswith("1 paper came. The wiki has 1 paper.\n\n# New papers\n\n- [Kettle")

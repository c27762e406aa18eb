"""What curators say of papers elsewhere, and which papers one clause refers to."""

from pathlib import Path

from litwiki.links.passages import AROUND, passages_of
from litwiki.model.config import Config
from litwiki.model.ids import ReadingPathId, Slug, TopicId
from litwiki.model.records import Paper, PathStep, Pin, ReadingPath, Topic
from litwiki.model.wiki import Wiki

KETTLE, LADLE, SPOON = Slug("kettle"), Slug("ladle"), Slug("spoon")


def wiki(
    introduction: str = "", *, pinned: tuple[Pin, ...] = (), notes: str = "", path: ReadingPath | None = None
) -> Wiki:
    papers = {slug: Paper(slug, str(slug).title()) for slug in (KETTLE, LADLE, SPOON)}
    papers[SPOON] = Paper(SPOON, "Spoon", notes=notes)
    topic = Topic(TopicId("water"), "Water", "Kitchen", "Hot.", pinned=pinned, introduction=introduction)
    paths = {path.id: path} if path else {}
    return Wiki(Config(Path(), "Test"), papers, {topic.id: topic}, {}, reading_paths=paths)


def test_a_passage_ends_with_its_clause() -> None:
    text = "Tea comes first. [[kettle|One]] boils water, and [[paper:ladle]] pours it; [a spoon](../papers/spoon.md) stirs. End."
    found = passages_of(wiki(text))
    assert found.texts == {
        KETTLE: ("One boils water, and ladle pours it;",),
        LADLE: ("One boils water, and ladle pours it;",),
        SPOON: ("a spoon stirs.",),
    }
    assert found.together == {KETTLE: {LADLE: 1}, LADLE: {KETTLE: 1}}


def test_notes_on_reading_lists_and_of_other_papers_count_and_a_paper_does_not_describe_itself() -> None:
    found = passages_of(
        wiki(pinned=(Pin(KETTLE, "The [[ladle]] of old."),), notes="Quicker than [[kettle]], as [[spoon]] says.")
    )
    assert found.texts == {KETTLE: ("The ladle of old.", "Quicker than kettle, as spoon says.")}
    assert found.together == {KETTLE: {SPOON: 1}, SPOON: {KETTLE: 1}}


def test_the_text_below_a_step_is_about_its_paper() -> None:
    text = "[[kettle]]\n\nLook at the lid.\n\n## Then\n\nNo more of it.\n\n[[ladle]]"
    path = ReadingPath(
        ReadingPathId("start"), "Start", "Tea.", text=text, steps=(PathStep("kettle", 0, 1), PathStep("ladle", 8, 9))
    )
    assert "Look at the lid." in passages_of(wiki(path=path)).texts[KETTLE]
    assert all("No more" not in said for said in passages_of(wiki(path=path)).texts[KETTLE])


def test_a_text_without_an_end_of_a_clause_costs_no_more_than_its_references() -> None:
    found = passages_of(wiki("and [[kettle]] or [[ladle]] " * 2_000))
    assert max(len(said) for said in found.texts[KETTLE]) <= 2 * AROUND + len("[[kettle]]")
    assert len(found.texts[KETTLE]) < 2_000

"""What a wiki does not know yet."""

from litwiki.model.config import Config
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import ReadingPathId, Slug, TopicId
from litwiki.model.queues import make_queues
from litwiki.model.records import Authorship, Decision, Excluded, Paper, PathStep, Pending, Pin, ReadingPath, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.conftest import DATA

WHOLE = Paper(
    Slug("whole"),
    "Whole",
    authors=("Ada Boyle",),
    ids={"arxiv": "2601.01234"},
    topics=(TopicId("tea"),),
    summary="It boils.",
    publication=Publication(venue="Kettle Days"),
)


def wiki_of(*papers: Paper, pending: tuple[Pending, ...] = ()) -> Wiki:
    return Wiki(Config(DATA, "Kitchen"), {p.slug: p for p in papers}, {}, {}, pending=pending)


def test_each_queue_has_the_papers_that_lack_one_thing_by_title() -> None:
    bare = [Paper(Slug("b"), "Aardvark"), Paper(Slug("a"), "Bread")]
    assert make_queues(wiki_of(WHOLE, *bare)).lacking == {
        **dict.fromkeys(("ids", "authors", "venue", "summary", "topics"), ("b", "a")),
        "summary_check": (),
    }


def test_a_summary_lacks_a_check_where_only_models_had_a_hand_in_it() -> None:
    said = {
        "nobody": None,
        "model": Authorship("model"),
        "models": Authorship("model", "2026-11-28", "model"),
        "checked": Authorship("model", "2026-11-28", "person"),
        "person": Authorship("person"),
    }
    papers = [replace(WHOLE, slug=Slug(slug), summary_by=by) for slug, by in said.items()]
    empty = replace(papers[1], slug=Slug("empty"), summary="")
    assert make_queues(wiki_of(*papers, empty)).lacking["summary_check"] == ("model", "models")


def test_a_preprint_lacks_no_venue() -> None:
    preprint = replace(WHOLE, publication=Publication("preprint"))
    assert make_queues(wiki_of(preprint)).lacking["venue"] == ()


def test_ids_wait_oldest_first_and_are_old_after_a_month() -> None:
    waiting = (
        *(Pending("arxiv:2601.00003"), Pending("doi:10.1/b", "2026-01-01"), Pending("doi:10.1/a", "2025-12-31")),
        Pending("arxiv:2601.00001", "2026-01-30"),
    )
    queues = make_queues(wiki_of(pending=waiting))
    assert [one.id for one in queues.pending] == ["doi:10.1/a", "doi:10.1/b", "arxiv:2601.00001", "arxiv:2601.00003"]
    assert [one.id for one in queues.old("2026-01-31")] == ["doi:10.1/a"]
    assert [one.id for one in queues.old("2026-02-01")] == ["doi:10.1/a", "doi:10.1/b"]


def test_papers_of_one_title_wait_until_somebody_says_whether_they_are_one() -> None:
    papers = [
        replace(WHOLE, slug=Slug(slug), title=title) for slug, title in (("a", "Tea"), ("b", "TEA"), ("c", "Soup"))
    ]
    wiki = wiki_of(*papers)
    assert make_queues(wiki).one_title == (("a", "b"),)
    decided = replace(wiki, decisions=(Decision("different", frozenset({Slug("a"), Slug("b")})),))
    assert make_queues(decided).one_title == ()


def test_an_introduction_is_read_again_after_ten_newer_papers() -> None:
    tea = TopicId("tea")
    topic = Topic(tea, "Tea", "Kitchen", "", introduction="About tea.", updated="2026-01-01")
    days = ["2026-01-01", *["2026-01-02"] * 9]
    for more, due in (((), ()), (("2026-03-03",), ((tea, "2026-01-01", 10),))):
        papers = [replace(WHOLE, slug=Slug(f"p-{n}"), added=day) for n, day in enumerate([*days, *more])]
        assert make_queues(replace(wiki_of(*papers), topics={tea: topic})).introductions == due
    unread = {tea: replace(topic, updated=None)}
    assert make_queues(replace(wiki_of(*papers), topics=unread)).introductions == ()


def test_who_recommends_what_was_taken_back_or_left_out_is_asked_to_look() -> None:
    gone = replace(WHOLE, slug=Slug("gone"), aliases=(Slug("former"),), status=Status("retracted", date="2026-02-02"))
    pins = (Pin(Slug("whole"), ""), Pin(Slug("former"), ""), Pin(Slug("out"), ""))
    topic = Topic(TopicId("tea"), "Tea", "Kitchen", "", pinned=pins)
    path = ReadingPath(ReadingPathId("first"), "First", "", steps=(PathStep("gone", 0, 1),))
    wiki = replace(
        wiki_of(WHOLE, gone),
        topics={topic.id: topic},
        reading_paths={path.id: path},
        excluded=(Excluded(Slug("out"), "Out", {}, "about coffee"),),
    )
    assert [tuple(one) for one in make_queues(wiki).recommended] == [
        ("topics/tea.md", "former", "retracted", "2026-02-02"),
        ("topics/tea.md", "out", "about coffee", ""),
        ("paths/first.md", "gone", "retracted", "2026-02-02"),
    ]

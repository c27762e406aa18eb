"""What a wiki does not know yet."""

from dataclasses import replace

from litwiki.model.config import Config
from litwiki.model.ids import Slug, TopicId
from litwiki.model.queues import make_queues
from litwiki.model.records import Authorship, Paper, Pending, Publication
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

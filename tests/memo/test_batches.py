from pathlib import Path

import pytest

from litwiki.memo.batches import MOST, USUAL, batches_of
from litwiki.model.config import Config
from litwiki.model.entries import Link
from litwiki.model.ids import Slug
from litwiki.model.index_rows import row_of
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki


def wiki_of(*papers: Paper) -> Wiki:
    return Wiki(Config(Path(), "Test"), {p.slug: p for p in sorted(papers, key=lambda p: p.slug)}, {}, {})


MANY = [Paper(Slug(f"kettle-{n:05}"), f"Kettle {n}") for n in range(4_000)]


def test_every_paper_is_in_one_batch_in_order() -> None:
    batches = batches_of(wiki_of(*MANY))
    assert [paper for batch in batches for paper in batch.papers] == MANY
    assert USUAL / 2 < len(MANY) / len(batches) < USUAL * 2
    assert max(len(batch.papers) for batch in batches) <= MOST


def test_batches_have_as_many_papers_as_asked_for() -> None:
    batches = batches_of(wiki_of(*MANY), usual=16)
    assert [paper for batch in batches for paper in batch.papers] == MANY
    assert 8 < len(MANY) / len(batches) < 32


@pytest.mark.parametrize("number", [0, 1_234, 3_999])
def test_a_paper_that_changes_or_goes_changes_few_batches(number: int) -> None:
    before = {batch.digest for batch in batches_of(wiki_of(*MANY))}
    changed = replace(MANY[number], title="Another")
    for papers in ([*MANY[:number], changed, *MANY[number + 1 :]], [*MANY[:number], *MANY[number + 1 :]]):
        after = {batch.digest for batch in batches_of(wiki_of(*papers))}
        assert len(after - before) <= 2


@pytest.mark.parametrize(
    "other",
    [
        replace(MANY[0], summary="A pot."),
        replace(MANY[0], notes=" "),
        replace(MANY[0], links=(Link("code", "https://example.org/"),)),
        replace(MANY[0], terms={"pot": 1}),
    ],
)
def test_every_field_counts(other: Paper) -> None:
    assert row_of(other).digest != row_of(MANY[0]).digest

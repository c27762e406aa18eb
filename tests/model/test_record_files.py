"""Where records of papers are: alone, or in shards by a stable hash."""

from litwiki.model.ids import Slug
from litwiki.model.record_files import ENOUGH, IN_A_SHARD, RecordFiles, fnv1a, layout_of, why_shared

SLUGS = [Slug(f"kettle-{number}") for number in range(8_000)]


def test_the_settings_decide_before_the_number_does() -> None:
    assert layout_of(ENOUGH - 1, "auto").bits is None
    assert layout_of(ENOUGH, "auto").bits is not None
    assert layout_of(10**6, "files").bits is None
    assert layout_of(3, "shards").bits == 0
    assert layout_of(0, "shards").bits == 0


def test_a_layout_that_nobody_asked_for_has_a_reason() -> None:
    for papers, setting in ((ENOUGH - 1, "auto"), (ENOUGH, "files"), (ENOUGH, "shards")):
        assert not why_shared(papers, setting)
    assert (
        "in 4,096 shared files, api/records/*.json, because hosts count files and there are 5,000 papers or more"
        in (why_shared(100_000, "auto"))
    )


def test_paths() -> None:
    assert RecordFiles().path(Slug("kettle")) == "api/papers/kettle.json"
    assert RecordFiles(0).path(Slug("kettle")) == "api/records/0.json"
    assert RecordFiles(12).path(Slug("kettle")) == f"api/records/{fnv1a('kettle') % 4096:x}.json"


def test_shards_are_even_and_growth_cuts_each_in_two() -> None:
    layout, larger = layout_of(8_000, "auto"), layout_of(16_000, "auto")
    assert layout.bits is not None
    assert larger.bits == layout.bits + 1
    counts: dict[int | None, int] = {}
    for slug in SLUGS:
        counts[layout.shard(slug)] = counts.get(layout.shard(slug), 0) + 1
        assert (larger.shard(slug) or 0) % 2**layout.bits == layout.shard(slug)
    assert len(counts) == 2**layout.bits
    assert max(counts.values()) < 4 * IN_A_SHARD

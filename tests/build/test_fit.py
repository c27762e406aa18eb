"""Whether a site fits a host, and what is said where it does not."""

import pytest

from litwiki.build.fit import fit


def site(papers: int, page: int = 1_000) -> dict[str, int]:
    """A page and a record a paper."""
    pages = {f"papers/p{i}/index.html": page for i in range(papers)}
    return pages | {f"api/papers/p{i}.json": 100 for i in range(papers)}


def test_a_small_site_fits_everywhere() -> None:
    for host in ("github", "cloudflare", "none"):
        found = fit(host, site(3), 3)
        assert (found.files, found.bytes, found.too_much, found.near) == (6, 3_300, (), ())
    assert fit("github", site(3), 3).summary == "6 files, 0.0 MB: fits GitHub Pages"
    assert fit("none", site(3), 3).summary == "6 files, 0.0 MB"


def test_too_many_files_are_told_with_what_helps() -> None:
    (message,) = fit("cloudflare", site(10_001), 10_001).too_much
    assert message.startswith("the site has 20,002 files, Cloudflare Pages takes 20,000 (100,000 on a paid plan): ")
    assert "`records: shards` in site_config/wiki.yml makes it some 9,376 files less; a paid plan takes it" in message
    assert message.endswith("it fits GitHub Pages")


def test_records_that_share_files_already_are_no_remedy() -> None:
    pages = {path: size for path, size in site(20_001).items() if path.startswith("papers/")}
    (message,) = fit("cloudflare", pages, 20_001).too_much
    assert "records: shards" not in message


def test_no_plan_takes_more_than_the_largest() -> None:
    (message,) = fit("cloudflare", site(50_001, 1), 50_001).too_much
    assert "a paid plan" in message.split(":")[0]
    assert "a paid plan takes it" not in message


@pytest.mark.parametrize(
    ("size", "is_near", "is_too_much"), [(79, False, False), (81, True, False), (101, False, True)]
)
def test_bytes_are_told_before_they_are_too_many(size: int, is_near: bool, is_too_much: bool) -> None:
    found = fit("github", {"papers/a/index.html": size * 10_000_000, "api/b.json": 1}, 1)
    assert (bool(found.near), bool(found.too_much)) == (is_near, is_too_much)
    for message in (*found.near, *found.too_much):
        assert "most is in papers/" in message
        assert message.endswith("object storage (S3, R2) has no such limits")  # the one file is too large elsewhere


def test_a_file_may_be_too_large_alone() -> None:
    found = fit("cloudflare", {"cite/all.bib": 26_214_401, "cite/all.ris": 26_214_400, "x": 1}, 1)
    (message,) = found.too_much
    assert message.startswith("cite/all.bib has 26.2 MB, Cloudflare Pages takes files of at most 26.2 MB: publish at ")
    assert [text.split(" ")[0] for text in found.near] == ["cite/all.ris"]

"""Whether a site fits where it is published: the sizes of its files in, what is too much and what would help out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import nsmallest

from msgspec import Struct

from litwiki.model.config import WIKI_FILE
from litwiki.model.hosts import HOSTS, Host

NEAR = 0.8
"""The share of a limit from which there is a word about it, so that nobody meets it unwarned."""
RECORDS = "api/papers/"


class Fit(Struct, frozen=True):
    """A site beside the limits of a host. What is `too_much` the host refuses; what is `near`, one day."""

    host: str
    files: int
    bytes: int
    too_much: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """A line for people."""
        text = f"{self.files:,} files, {_megabytes(self.bytes)}"
        if self.host == "none":
            return text
        return f"{text}: {'does not fit' if self.too_much else 'fits'} {HOSTS[self.host].title}"


def fit(name: str, sizes: Mapping[str, int], papers: int) -> Fit:
    """How a site of so many papers, given as the bytes of each file by path, fits a host."""
    host, total = HOSTS[name], sum(sizes.values())
    largest = host.bytes_a_file
    paid = f" ({host.files_paid:,} on a paid plan)" if host.files_paid else ""
    files = f"the site has {len(sizes):,} files, {host.title} takes {host.files or 0:,}{paid}"
    all_bytes = f"the site has {_megabytes(total)}, {host.title} takes {_megabytes(host.bytes or 0)}"
    limits = [(len(sizes), host.files, files, ""), (total, host.bytes, all_bytes, "")]
    for path, size in nsmallest(3, sizes.items(), _heaviest):
        text = f"{path} has {_megabytes(size)}, {host.title} takes files of at most {_megabytes(largest or 0)}"
        elsewhere = "publish at a host that takes it, such as GitHub Pages or object storage"
        limits.append((size, largest, text, elsewhere))
    too_much: list[str] = []
    near: list[str] = []
    for size, limit, text, remedy in limits:
        if limit is not None and size > NEAR * limit:
            advice = remedy or "; ".join(_advice(name, sizes, papers))
            if size > limit:
                too_much.append(f"{text}: {advice}")
            else:
                near.append(f"{text}, and this is {size / limit:.0%} of it: {advice}")
    return Fit(name, len(sizes), total, tuple(too_much), tuple(near))


def _advice(name: str, sizes: Mapping[str, int], papers: int) -> Iterator[str]:
    """What would make the site smaller, or takes it as it is."""
    host = HOSTS[name]
    records = sum(path.startswith(RECORDS) for path in sizes)
    if host.files is not None and papers and records >= papers:
        yield f"`records: shards` in {WIKI_FILE} makes it some {records - records // 16:,} files less"
    if host.bytes is not None:
        yield f"most is in {_folders(sizes)}; `abstracts: omit` in {WIKI_FILE} leaves the abstracts out"
    if host.files is not None and host.files_paid and host.files < len(sizes) <= host.files_paid:
        yield "a paid plan takes it"
    others = [other.title for key, other in HOSTS.items() if key not in (name, "none") and _takes(other, sizes)]
    yield f"it fits {others[0]}" if others else "object storage (S3, R2) has no such limits"


def _takes(host: Host, sizes: Mapping[str, int]) -> bool:
    needs = (len(sizes), host.files), (sum(sizes.values()), host.bytes), (max(sizes.values()), host.bytes_a_file)
    return all(limit is None or size <= limit for size, limit in needs)


def _folders(sizes: Mapping[str, int]) -> str:
    totals: Counter[str] = Counter()
    for path, size in sizes.items():
        totals[path.split("/")[0] + "/" if "/" in path else path] += size
    return ", ".join(f"{name} ({_megabytes(size)})" for name, size in nsmallest(3, totals.items(), _heaviest))


def _heaviest(item: tuple[str, int]) -> tuple[int, str]:
    return (-item[1], item[0])


def _megabytes(size: int) -> str:
    """Bytes for people, in units of a thousand, as hosts count them.

    >>> _megabytes(1_000_000_000), _megabytes(26_214_400), _megabytes(41_000)
    ('1,000.0 MB', '26.2 MB', '0.0 MB')
    """
    return f"{size / 1e6:,.1f} MB"

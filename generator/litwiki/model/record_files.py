"""In which file of the API a paper's record is.

In a wiki of few papers each has a file of its own, which is good to link to. Hosts count files, so in a large one
papers share: those whose slugs have one hash, cut to so many bits. A slug's hash is its own, so a paper that comes or
goes moves no other; only when the number of papers doubles is each shard cut in two. The layout follows from the
content alone.
"""

from msgspec import Struct

from litwiki.model.config import WIKI_FILE
from litwiki.model.ids import DocPath, Slug

ENOUGH = 5_000
"""Papers from which records share files where the settings do not say: 2.9 files a paper are 14,500 then, and
the free plan of Cloudflare Pages takes 20,000."""
IN_A_SHARD = 16
"""Papers of a shard are this many to twice as many: some 60 kB, 15 of them on the way."""


class RecordFiles(Struct, frozen=True):
    """The layout: records by so many `bits` of their hash, or each for itself where there are none."""

    bits: int | None = None

    def shard(self, slug: Slug) -> int | None:
        """The number of the shard that a paper is in."""
        return None if self.bits is None else fnv1a(slug) & (1 << self.bits) - 1

    def path(self, slug: Slug) -> DocPath:
        """The file that a paper's record is in."""
        number = self.shard(slug)
        return DocPath(f"api/papers/{slug}.json") if number is None else DocPath(f"api/records/{number:x}.json")


def layout_of(papers: int, setting: str) -> RecordFiles:
    """The layout of so many papers; `setting` is `auto`, `files` or `shards`.

    >>> layout_of(4_999, "auto").bits, layout_of(5_000, "auto").bits, layout_of(100_000, "auto").bits
    (None, 8, 12)
    """
    if setting == "files" or (setting == "auto" and papers < ENOUGH):
        return RecordFiles()
    return RecordFiles(max(0, (papers // IN_A_SHARD).bit_length() - 1))


def why_shared(papers: int, setting: str) -> str:
    """Why papers share files of records where nobody asked for it; '' where each has one, or the settings say so.

    >>> why_shared(4_999, "auto"), why_shared(5_000, "shards")
    ('', '')
    """
    layout = layout_of(papers, setting)
    if layout.bits is None or setting != "auto":
        return ""
    return (
        f"compact layout: records are in {1 << layout.bits:,} shared files, api/records/*.json, because hosts count "
        f"files and there are {ENOUGH:,} papers or more; `records: files` in {WIKI_FILE} gives each paper a file"
    )


def fnv1a(text: str) -> int:
    """The 32-bit FNV-1a hash (Fowler, Noll, Vo) of ASCII text, as `theme/assets/litwiki.js` computes it, too.

    >>> hex(fnv1a("a")), hex(fnv1a("foobar"))
    ('0xe40c292c', '0xbf9cf968')
    """
    state = 0x811C9DC5
    for byte in text.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state

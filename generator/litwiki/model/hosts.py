"""Where a site is published, and how much each host takes.

Limits as the hosts' own pages had them in November 2026: "GitHub Pages limits" (a published site at most 1 GB, a
deployment at most ten minutes); "Cloudflare Pages: limits" (20,000 files on the free plan, 100,000 on paid ones, 25 MiB
a file). Hosts change them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Host(Struct, frozen=True):
    """A host and its limits; None where it has none."""

    title: str
    files: int | None = None
    files_paid: int | None = None
    """How many files plans that cost money take."""
    bytes: int | None = None
    bytes_a_file: int | None = None


HOSTS: Mapping[str, Host] = MappingProxyType(
    {
        "github": Host("GitHub Pages", bytes=1_000_000_000),
        "cloudflare": Host("Cloudflare Pages", files=20_000, files_paid=100_000, bytes_a_file=25 * 2**20),
        "none": Host("a host without limits"),
    }
)

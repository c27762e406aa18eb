"""Images of notes and introductions: those of `content/images` as they are."""

from collections.abc import Iterable

from litwiki.facts.site import Site
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output

name = "images"


def files(site: Site) -> Iterable[Output]:
    """One file an image."""
    folder = site.wiki.config.content / "images"
    for image, digest in site.wiki.images.items():
        yield Output(DocPath(f"images/{image}"), digest, (folder / image).read_bytes)

"""Pages of the navigation: what the theme prints around their content, which nobody else's frame is.

Every page of the navigation has its own place in it, so none shares a shell. But while its front matter and its
headings stay as they are, only its content changes (the map's does with nearly every paper): before and after it
stands what stood there at the last build.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from litwiki.render.bodies import Body

MARK = "<h1>content of the page 7f3a91</h1>"
"""Stands for a content while a frame is taken; a title, since Material writes one where a content has none."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after a content, and what both depend on beside the theme."""

    before: str
    after: str
    depends: str

    def fill(self, front: dict[str, Any], body: Body) -> str | None:
        """The page with another content; None where more than that changed."""
        return self.before + body.html + self.after if depends(front, body) == self.depends else None

    def to_json(self) -> dict[str, str]:
        """An object that `Frame(**…)` reads."""
        return asdict(self)


def depends(front: dict[str, Any], body: Body) -> str:
    """What a page's frame depends on: front matter, headings, whether there is a title."""
    headings = [repr(heading) for heading in body.headings]
    return json.dumps([front, headings, "<h1" in body.html], sort_keys=True, default=repr)


def cut(text: str, front: dict[str, Any], body: Body, page: str) -> Frame | None:
    """The frame of the finished `page`, where `text` is the same page with `MARK` for its content; None where the
    content does not stand there once and as it is."""
    before, mark, after = text.partition(MARK)
    is_exact = mark and MARK not in after and before + body.html + after == page
    return Frame(before, after, depends(front, body)) if is_exact else None

"""Which pages have one shell: those of one depth whose folders a theme cannot tell apart.

What a theme prints of a page's place is addresses: the page's own, and relative ones to pages of the navigation and to
files. A relative address depends on how many folders both have in common. So the folders that lead to pages of the
navigation are told apart, and of all others only the number counts: their names are slots.
"""

from collections.abc import Iterable

from msgspec import Struct

from litwiki.model.ids import DocPath, url_of
from litwiki.site.shell import Marks

ANY, INDEX = "*", "index.md"


class Places(Struct, frozen=True):
    """The pages of a navigation, and the folders of their addresses with all above."""

    navigation: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def of(cls, navigation: Iterable[str]) -> "Places":
        """Places for the pages of a navigation."""
        pages = frozenset(navigation)
        parts = [url_of(DocPath(page)).split("/")[:-1] for page in pages]
        return cls(pages, frozenset("/".join(some[:end]) for some in parts for end in range(1, len(some) + 1)))

    def of_page(self, path: DocPath) -> str:
        """What pages with one shell have in common: their folder, with `*` for what is a slot, and whether they are its
        index; or a page's own path, where it is in the navigation."""
        if path in self.navigation:
            return path
        *parts, name = path.split("/")
        known = self._known(parts)
        return "/".join([*parts[:known], *[ANY] * (len(parts) - known), INDEX if name == INDEX else ""])

    def marked(self, path: DocPath, marks: Marks) -> DocPath:
        """A page's path with marks for what is a slot."""
        if path in self.navigation:
            return path
        *parts, name = path.split("/")
        known = self._known(parts)
        slots = [marks.folder(number) for number in range(known, len(parts))]
        return DocPath("/".join([*parts[:known], *slots, INDEX if name == INDEX else f"{marks.file}.md"]))

    def _known(self, parts: list[str]) -> int:
        known = 0
        while known < len(parts) and "/".join(parts[: known + 1]) in self.folders:
            known += 1
        return known

"""What the theme makes around pages: shells by folder and shape, remembered from build to build.

While settings, theme and the titles of the pages that the settings name are what they were, MkDocs is not even
imported. Where MkDocs has to render a site alone, that and the reason are remembered, too.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field
from msgspec.msgpack import decode, encode

from litwiki.memo import Memo, key_of
from litwiki.model.ids import DocPath
from litwiki.site.mkdocs import MkDocs, Prepared, Unsuited
from litwiki.site.places import Places
from litwiki.site.shell import Shell

ShellKey = tuple[str, tuple[str, ...]]
"""The place of a page (`site.places`), and the strings of its front matter."""


class Theme(Struct):
    """What MkDocs said of a theme: why it renders the site alone, what is there before any page, all shells so far."""

    reason: str = ""
    prepared: Prepared | None = None
    shells: dict[ShellKey, Shell] = field(default_factory=dict)


class Frames:
    """Shells for a site. `key` stands for settings and theme; `load` takes long, and is called where MkDocs has to be
    asked."""

    def __init__(self, key: str, memo: Memo, load: Callable[[], MkDocs]) -> None:
        self.key, self._memo, self._load = key, memo, load
        stored = memo.get(self._known)
        self.theme = decode(stored, type=Theme) if stored else Theme()
        if not stored:
            try:
                self.theme.prepared = self._engine.prepared()
            except Unsuited as reason:
                self.theme.reason = str(reason)

    @property
    def _known(self) -> bytes:
        return key_of("theme", self.key.encode())

    @cached_property
    def _engine(self) -> MkDocs:
        return self._load()

    @property
    def is_new(self) -> bool:
        """Whether MkDocs was asked for something in this build."""
        return "_engine" in vars(self)

    def remember(self) -> None:
        """Puts what MkDocs said into the memo, for the next build."""
        self._memo.put(self._known, encode(self.theme))

    @cached_property
    def places(self) -> Places:
        """Which pages have one shell."""
        return Places.of(self.theme.prepared.navigation if self.theme.prepared else ())

    def shell(self, path: DocPath, key: ShellKey) -> Shell:
        """The shell with a key, that of the page at `path`. Raises `Unsuited` where there is none."""
        if key not in self.theme.shells:
            self.theme.shells[key] = self._engine.shell(path, key[1])
        return self.theme.shells[key]

    def check(self, paths: Sequence[DocPath], docs: Path, site: Path) -> None:
        """Lets MkDocs render the site alone where one of some pages is not what MkDocs makes of it."""
        if other := self._engine.first_other(paths, docs, site):
            self.theme.reason = f"{other} differs from what MkDocs makes of it"

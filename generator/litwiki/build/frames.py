"""What the theme makes around pages: shells by folder and shape, remembered from build to build.

While settings, theme and the titles of the pages that the settings name are what they were, MkDocs is not even
imported. Where MkDocs has to render a site alone, that and the reason are remembered, too.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from litwiki.memo import Memo, key_of
from litwiki.model.ids import DocPath
from litwiki.site.mkdocs import MkDocs, Unsuited
from litwiki.site.places import Places
from litwiki.site.prepared import Prepared
from litwiki.site.shell import Shell

ShellKey = tuple[str, tuple[str, ...]]
"""The place of a page (`site.places`), and the strings of its front matter."""


class Frames:
    """Shells for the site of the wiki at `root`. `key` stands for settings and theme; `pages` and `assets` are files of
    `build/docs`, `titles` those of pages that the settings name."""

    def __init__(
        self,
        root: Path,
        site: Path,
        key: str,
        pages: Sequence[DocPath],
        assets: Iterable[str],
        titles: Mapping[str, str],
        memo: Memo,
    ) -> None:
        self._root, self._site, self._pages, self._assets, self._titles = root, site, pages, assets, titles
        self.key, self._memo = key, memo
        self._mkdocs: MkDocs | None = None
        self._shells: dict[ShellKey, Shell] = {}
        self._names = self._remembered_names()
        self.reason = ""
        """Why MkDocs renders this site alone."""
        self.prepared = self._prepare()

    @property
    def is_new(self) -> bool:
        """Whether MkDocs was asked for something in this build."""
        return self._mkdocs is not None

    def _prepare(self) -> Prepared | None:
        key = key_of("prepared", self.key.encode())
        told = self._memo.get(key)
        if told is not None:
            with suppress(ValueError, KeyError, TypeError):
                data = json.loads(told)
                self.reason = str(data["reason"])
                return None if self.reason else Prepared.from_json(data)
        prepared = None
        try:
            prepared = self._engine().prepared()
        except Unsuited as reason:
            self.refuse(str(reason))
        if prepared:
            self._memo.put(key, json.dumps({"reason": "", **prepared.to_json()}).encode())
        return prepared

    def refuse(self, reason: str) -> None:
        """Lets MkDocs render this site alone, now and as long as nothing of the theme changes."""
        self.reason = reason
        self._memo.put(key_of("prepared", self.key.encode()), json.dumps({"reason": reason}).encode())

    def _engine(self) -> MkDocs:
        if self._mkdocs is None:
            self._mkdocs = MkDocs(self._root, self._site, [*self._pages, *self._assets], self._titles)
        return self._mkdocs

    @cached_property
    def places(self) -> Places:
        """Which pages have one shell."""
        return Places.of(self.prepared.navigation if self.prepared else ())

    def shell(self, path: DocPath, key: ShellKey) -> Shell:
        """The shell with a key, that of the page at `path`. Raises `Unsuited` where there is none."""
        if key not in self._shells:
            known = key_of("shell", self.key.encode(), json.dumps(key).encode())
            told = self._memo.get(known)
            if told is None:
                self._shells[key] = self._engine().shell(path, key[1])
                self._memo.put(known, json.dumps(self._shells[key].to_json()).encode())
                self._names.append(known.hex())
                self._memo.put(self._index, json.dumps(self._names).encode())
            else:
                self._shells[key] = Shell.from_json(json.loads(told))
        return self._shells[key]

    @property
    def _index(self) -> bytes:
        return key_of("shells", self.key.encode())

    def _remembered_names(self) -> list[str]:
        """The keys of all shells of this theme. The memo is asked for each: it forgets what no build asked for, and a
        build of one changed page needs few of them."""
        names = [str(name) for name in json.loads(self._memo.get(self._index) or b"[]")]
        return [name for name in names if self._memo.get(bytes.fromhex(name)) is not None]

    @property
    def shells(self) -> Mapping[ShellKey, Shell]:
        """All shells so far."""
        return self._shells

    def faults(self, paths: Sequence[DocPath], docs: Path, site: Path) -> str:
        """The first of some pages that is not what MkDocs makes of it; '' where all are."""
        return self._engine().first_other(paths, docs, site)

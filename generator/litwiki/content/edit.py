"""Changes to files of `content/` that people own: read, changed in place, read again, written all at once."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from litwiki import content
from litwiki.content import Document, people
from litwiki.content.decisions import with_item
from litwiki.content.naming import exchange_names, unfenced
from litwiki.content.single_file import read_yaml
from litwiki.markup.references import exchange_references
from litwiki.markup.yaml import yaml_word
from litwiki.model.errors import UsageError
from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.matches import Outcome
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki


def carry_out(root: Path, act: "Callable[[Edit], Iterable[str]]", *, is_dry: bool = False) -> Outcome:
    """Lets `act` change files of the wiki at `root` and say what it did; all changes are written or none, and none
    where it `is_dry`.

    Raises what `act` raises, `UsageError` where `content/` would have errors, `UnsoundError` where it has some, and
    `BusyError`.
    """
    config = content.load_config(root)
    with content.writing(config) as right:
        edit = Edit(content.load_sound(root))
        said = tuple(act(edit))
        wrong = content.read_again(edit.changes)
        if wrong:
            raise UsageError("nothing was changed, because this would be wrong:\n" + "\n".join(map(str, wrong)))
        if not is_dry:
            right.commit(edit.changes)
    if is_dry:
        said += ("Nothing was written (--dry-run).",)
    return Outcome(said, tuple(sorted(f"content/{path}" for path in edit.changes)))


class Edit(Struct):
    """The files of a wiki as they will be; nothing is written by it."""

    wiki: Wiki
    changes: dict[PurePosixPath, str | None] = field(default_factory=dict)

    def document(self, path: str) -> Document:
        """A file below `content/` with the changes so far."""
        text = self.changes.get(PurePosixPath(path))
        root, where = self.wiki.config.root, f"content/{path}"
        if path.endswith(".yml"):
            return read_yaml(root, where, text)
        return content.read_document(root, where) if text is None else content.read_text(text, where)

    def paper(self, slug: Slug) -> Paper:
        """A paper as its file will be."""
        known = self.wiki.papers.get(slug)
        if known and PurePosixPath(f"papers/{slug}.md") not in self.changes:
            return known
        document = self.document(f"papers/{slug}.md")
        return content.read_paper(document, slug, known.terms if known else {}, lambda _: None)

    def save(self, path: str, before: Document, text: str) -> None:
        """Takes a file's new text where it differs."""
        if text != before.text:
            self.changes[PurePosixPath(path)] = unfenced(text) if path.endswith(".yml") else text

    def set(self, path: str, key: str, value: str, behind: str = "") -> None:
        """Gives a key of a file's front matter a value in YAML; a key that is missing comes `behind` another one."""
        document = self.document(path)
        self.save(path, document, content.with_value(document, key, value, behind))

    def set_body(self, path: str, body: str) -> None:
        """Gives a file another body."""
        document = self.document(path)
        self.save(path, document, document.text[: len(document.text) - len(document.body)] + body)

    def append(self, path: str, text: str) -> None:
        """Adds paragraphs to the end of a file."""
        document = self.document(path)
        newline = "\r\n" if "\r\n" in document.text else "\n"
        written = document.text.rstrip("\r\n") + newline * 2 + text.strip("\r\n") + newline
        self.save(path, document, written)

    def decide(self, key: str, item: str) -> None:
        """Adds a line to `content/decisions.yml`."""
        self._add("decisions.yml", key, item)

    def name(self, key: str, item: str) -> None:
        """Adds a line to `content/people.yml`."""
        self._add("people.yml", key, item, people.ABOUT)

    def _add(self, name: str, key: str, item: str, about: str = "") -> None:
        path = PurePosixPath(name)
        text = self.changes.get(path)
        if text is None:
            file = self.wiki.config.content / path
            text = file.read_bytes().decode() if file.is_file() else about
        self.changes[path] = with_item(text, key, item, f"content/{path}")

    def exchange(self, path: str, pattern: tuple[str, ...], names: Mapping[str, str]) -> None:
        """Exchanges names in one place of a file's YAML."""
        document = self.document(path)
        written = {old: yaml_word(new) for old, new in names.items()}
        self.save(path, document, exchange_names(document, pattern, written))

    def create(self, path: str, text: str) -> None:
        """Gives a file a whole new text."""
        self.changes[PurePosixPath(path)] = text

    def remove(self, path: str) -> None:
        """Takes a file away."""
        self.changes[PurePosixPath(path)] = None

    def papers(self) -> Iterator[tuple[Slug, str]]:
        """Papers and their files, those that go away left out."""
        for slug in self.wiki.papers:
            if self.changes.get(PurePosixPath(f"papers/{slug}.md"), "") is not None:
                yield slug, f"papers/{slug}.md"

    def topics(self) -> Iterator[tuple[TopicId, str]]:
        """Topics and their files, those that go away left out."""
        for topic in self.wiki.topics:
            if self.changes.get(PurePosixPath(f"topics/{topic}.md"), "") is not None:
                yield topic, f"topics/{topic}.md"

    def refer(self, old: str, new: str, page: DocPath) -> None:
        """Rewrites references to the page that `old` names, in every curated text."""
        named = {path.removeprefix("content/") for path, text in self.wiki.texts.items() if old in text}
        changed = {str(p) for p, text in self.changes.items() if text is not None and p.suffix == ".md"}
        gone = {str(p) for p, text in self.changes.items() if text is None}
        for path in sorted({*named, *changed} - gone):
            document = self.document(path)

            def other(target: str, source: str = f"content/{path}") -> str | None:
                head, colon, tail = target.partition("#")
                destination = self.wiki.find(head, source)
                folder, name = posixpath.split(head)
                kind, is_kind, bare = name.partition(":")
                stem = (bare if is_kind else name).removesuffix(".md")
                if not destination or destination[0] != page or stem != old:
                    return None
                ending = ".md" if head.endswith(".md") else ""
                written = f"{kind}:{new}" if is_kind else new
                return f"{posixpath.join(folder, written)}{ending}{colon}{tail}"

            self.set_body(path, exchange_references(document.body, other))

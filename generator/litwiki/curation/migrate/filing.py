"""Changes `content/` by what a migration read: topics with their texts and reading lists, papers under them.

Summaries and notes go to papers that are new, and former addresses lead to what is there now. What a person changed
since an earlier run stays so. Pages refer to papers as Obsidian does, `[[Kettle|the kettle]]`, or as Jekyll and MkDocs
do, `[the kettle](../papers/kettle.md)`: references lead to papers, and one that leads nowhere keeps its words.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.content.record_fields import pins_value
from litwiki.content.redirects import write_redirects
from litwiki.curation.ingest.new_papers import as_words, is_fine
from litwiki.curation.migrate.latex_prose import to_markdown
from litwiki.curation.migrate.markdown_list import with_references
from litwiki.curation.migrate.outline import Cited, EntryRef, Filing, Form, Heading, Outline, Target
from litwiki.curation.migrate.settings import Migrated
from litwiki.curation.migrate.topics import Placed
from litwiki.markup.references import exchange_references, find_references
from litwiki.markup.yaml import yaml_block, yaml_list
from litwiki.model.ids import Slug, TopicId, digest
from litwiki.model.index_rows import strong_ids
from litwiki.model.records import Pin, Redirect
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.site.next_steps import FIRST_TEXT
from litwiki.text.identifiers import parse_identifier

LONGEST_TEXT = 60_000
"""Characters of an introduction or of notes."""


class Run(Struct):
    """What the steps of one run know together."""

    read: Outline
    wiki: Wiki
    """As it will be after the ingest that is prepared."""
    slugs: Mapping[EntryRef, Slug | None]
    by_key: Mapping[str, Slug | None]
    placed: Placed
    before: Migrated
    new: frozenset[Slug]
    texts: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)

    def slug_of(self, target: Target) -> Slug | None:
        """The paper of an entry or of a citation key; None where it waits, is not wanted, or is not known."""
        return self.by_key.get(target.key.lower()) if isinstance(target, Cited) else self.slugs.get(target)

    @property
    def filed(self) -> frozenset[tuple[str, str]]:
        """Topics and papers of what the source files."""
        return frozenset((topic, slug) for topic, slug, _ in self.filings())

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where pages and anchors of the old site lead now, as `redirects.yml` says it; '' where nothing is there."""
        read = self.read
        redirects = {address: str(self.slugs.get(ref) or "") for address, ref in read.addresses.items()}
        for heading in read.headings if read.page else ():
            if heading.anchor:
                topic = self.placed.ids.get(heading.names)
                redirects[f"{read.page}#{heading.anchor}"] = f"topic:{topic}" if topic else ""
        return redirects

    def filings(self) -> Iterator[tuple[TopicId, Slug, Filing]]:
        """Filings whose topic and paper are here, in printed order."""
        for filing in self.read.filings:
            topic, slug = self.placed.ids.get(filing.heading), self.slug_of(filing.target)
            if topic and slug:
                yield topic, slug, filing


def file_papers(edit: Edit, run: Run) -> None:
    """Makes all changes of a run in `edit`; nothing is written yet."""
    pins: dict[TopicId, dict[Slug, str]] = {}
    filed: dict[Slug, dict[TopicId, None]] = {}
    for topic, slug, filing in run.filings():
        if (topic, slug) in run.before.filed:
            continue
        filed.setdefault(slug, {})[topic] = None
        if filing.note:
            pins.setdefault(topic, {}).setdefault(slug, filing.note)
    _topics(edit, run, pins)
    for slug, topics in filed.items():
        _file(edit, run, slug, [*topics])
    _papers(edit, run)
    _redirects(edit, run)
    text = "" if run.before.topics else _text(run, run.read.introduction, run.read.form)
    if text and edit.document("index.md").body.strip() in {"", FIRST_TEXT}:
        edit.set_body("index.md", f"{text}\n")


def _topics(edit: Edit, run: Run, pins: Mapping[TopicId, Mapping[Slug, str]]) -> None:
    """New topics with their texts and reading lists; texts of known ones that nobody has changed."""
    by_topic: dict[TopicId, list[Heading]] = {}
    for heading in run.read.headings:
        if topic := run.placed.ids.get(heading.names):
            by_topic.setdefault(topic, []).append(heading)
    for topic, headings in by_topic.items():
        text = "\n\n".join(filter(None, (_text(run, heading.text, heading.form) for heading in headings)))
        path = f"topics/{topic}.md"
        reading_list = pins.get(topic, {})
        if topic in run.placed.new:
            record = run.placed.new[topic]
            introduction = f"{text}\n" if text else ""
            lines = tuple(Pin(slug, note[:2_000]) for slug, note in reading_list.items())
            edit.create(path, content.write_topic(replace(record, introduction=introduction, pinned=lines)))
            run.texts[topic] = digest(text)
            continue
        known = run.wiki.topics[topic]
        old = known.introduction.strip()
        written = run.before.texts.get(topic)
        run.texts[topic] = written if written is not None else digest(old)
        if text and digest(text) != written and text != old:
            if not old or digest(old) == written:
                edit.set_body(path, f"{text}\n")
                run.texts[topic] = digest(text)
            else:
                run.differing.append(topic)
        pinned = {pin.paper for pin in known.pinned}
        more = [Pin(slug, note[:2_000]) for slug, note in reading_list.items() if slug not in pinned]
        if more:
            edit.set(path, "pinned", pins_value((*known.pinned, *more)))


def _file(edit: Edit, run: Run, slug: Slug, topics: list[TopicId]) -> None:
    """A paper under its topics; those that a machine proposed for a new one go."""
    paper = run.wiki.papers[slug]
    here = [] if slug in run.new else [*paper.topics]
    wanted = [*dict.fromkeys((*here, *topics))]
    if wanted != [*paper.topics]:
        edit.set(f"papers/{slug}.md", "topics", yaml_list(wanted))
    if slug in run.new and paper.topics_status != "curated":
        edit.set(f"papers/{slug}.md", "topics_status", "curated")


def _papers(edit: Edit, run: Run) -> None:
    """Summaries and notes of people's pages, for papers that are new."""
    for ref, text in run.read.summaries.items():
        slug = run.slugs.get(ref)
        if slug in run.new and slug and not run.wiki.papers[slug].summary:
            edit.set(f"papers/{slug}.md", "summary", yaml_block(text))
    names = _names_of_pages(run)
    for ref, text in run.read.notes.items():
        slug = run.slugs.get(ref)
        if slug in run.new and slug:
            path = f"papers/{slug}.md"
            document = edit.document(path)
            if not document.body.strip():
                edit.save(path, document, f"{document.text.rstrip()}\n{_fine(as_notes(text, names.get))}\n")


def _redirects(edit: Edit, run: Run) -> None:
    """Leads from pages and anchors of the old site."""
    known = {redirect.address for redirect in run.wiki.redirects} | run.before.addresses
    new = [Redirect(*one) for one in run.addresses.items() if one[1] and one[0] not in known]
    if new:
        edit.create("redirects.yml", write_redirects((*run.wiki.redirects, *new)))


def _text(run: Run, text: str, form: Form) -> str:
    """The text of a heading as our Markdown, with references to papers."""
    if form == "latex":
        text = to_markdown(text, lambda key: run.by_key.get(key.lower()))
    elif form == "markdown":
        text = with_references(text, lambda url: _slug_of_url(run.wiki, url))
    return _fine(text)


def _slug_of_url(wiki: Wiki, url: str) -> Slug | None:
    identifier = parse_identifier(url)
    keys = strong_ids([(identifier.kind, identifier.value)]) if identifier else []
    return next((slug for key in keys for slug in wiki.slugs_by_id.get(key, ())), None)


def _names_of_pages(run: Run) -> Mapping[str, Slug]:
    """What references in bodies of pages call papers: the names of their pages on the old site, and slugs."""
    names: dict[str, Slug] = {}
    for address, ref in run.read.addresses.items():
        if slug := run.slugs.get(ref):
            names.setdefault(name_of(address), slug)
    for slug in run.wiki.papers:
        names.setdefault(slug, slug)
    return names


def _fine(text: str) -> str:
    """Markdown that `litwiki check` has nothing against, else its words as plain text; within what a file holds."""
    # A rule of three hyphens would end front matter; one of three stars looks the same.
    text = re.sub(r"^---[ \t]*$", "***", text.strip()[:LONGEST_TEXT], flags=re.MULTILINE)
    if is_fine(text):
        return text
    parts = [part if is_fine(part) else as_words(part) for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text)]
    text = "\n\n".join(parts)
    return text if is_fine(text) else as_words(text)


# --- bodies of pages -----------------------------------------------------------------------------------

REFERENCE = re.compile(r"!?\[\[\s*(?P<target>[^\[\]|\n]{1,120}?)\s*(?:\|(?P<words>[^\[\]\n]{0,300}))?\]\]")
RELATIVE = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]{0,500})\]\(\s*<?(?P<address>(?![a-z][a-z0-9+.-]*:|#)[^()\s<>]{1,500})>?(?:\s+\"[^\"\n]*\")?\s*\)"
)


def as_notes(text: str, slug_of: Callable[[str], str | None]) -> str:
    """A body with the references of our wiki. `slug_of` gives the paper that a name (a file's, without its ending and
    in small letters) means, or None."""

    def other(target: str) -> str | None:
        is_address = re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE)
        slug = None if is_address else slug_of(name_of(target))
        return f"{slug}.md" if slug and ("/" in target or "." in target) else slug

    notes = exchange_references(text, other)
    here = {target for _, target in find_references(notes) if slug_of(name_of(target))}
    notes = REFERENCE.sub(lambda one: one[0] if one["target"] in here else one["words"] or one["target"], notes)
    return RELATIVE.sub(lambda one: one[0] if slug_of(name_of(one["address"])) else one["words"], notes)


def name_of(target: str) -> str:
    """What a reference calls a page: the last step of its path, without ending and anchor, in small letters."""
    path = target.partition("#")[0].rstrip("/")
    return re.sub(r"\.(?:md|markdown|html?)\Z", "", posixpath.basename(path), flags=re.IGNORECASE).lower()

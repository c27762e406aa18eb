"""The stories of papers that are not wanted, `litwiki exclude` and bringing one back, and of one that is parted in two.

The file goes, the reason stands in `content/decisions.yml` and in the ledgers' lines, and no listing brings the paper
back. Somebody who takes a file away by hand is asked for the reason once, by `litwiki review`. What comes back, or was
joined with another paper by mistake, is made of what the ledgers know; ingesting its listing again fills the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from litwiki import content
from litwiki.content.decisions import excluded_item, without_item
from litwiki.content.edit import Edit
from litwiki.content.record_fields import pins_value
from litwiki.curation.git import ask, ask_line
from litwiki.markup.references import find_references
from litwiki.markup.yaml import yaml_list
from litwiki.model.clock import today
from litwiki.model.errors import UsageError
from litwiki.model.ids import ListingId, Slug, paper_path, propose_slug
from litwiki.model.records import Excluded, LedgerEntry, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean

LONGEST_REASON = 300


def exclude(edit: Edit, name: str, because: str) -> Iterable[str]:
    """Takes a paper out for good. Raises `UsageError`."""
    reason = clean(because)
    if not reason or len(reason) > LONGEST_REASON:
        raise UsageError(f"say in one to {LONGEST_REASON} letters why this paper is not wanted: --because TEXT")
    wiki = edit.wiki
    slug = wiki.resolve(name) or Slug(name)
    if slug in wiki.papers:
        yield from _take_out(edit, wiki.papers[slug])
        title, ids = wiki.papers[slug].title, wiki.papers[slug].ids
    elif slug in wiki.removed:
        title, ids = wiki.removed[slug] or slug, {}
    else:
        known = wiki.exclusions.get(slug)
        raise UsageError(f"{slug} is excluded already: {known.reason}" if known else f"no paper {name!r} here")
    if slug not in wiki.exclusions:
        edit.decide("excluded", excluded_item(Excluded(slug, title, ids, reason)))
    _mark(edit, slug, reason)
    yield f"{slug} is not wanted here: {reason}; no listing brings it back"


def bring_back(edit: Edit, name: str) -> Iterable[str]:
    """Undoes an exclusion or a removal: the file as git last had it, or a new one of what the ledgers know.
    Raises `UsageError`."""
    wiki, slug = edit.wiki, Slug(name)
    if slug in wiki.papers or (slug not in wiki.exclusions and slug not in wiki.removed):
        raise UsageError(f"{name} is no paper that was taken out")
    path = f"papers/{slug}.md"
    text = _from_git(wiki.config.root, f"content/{path}")
    origin = "as git last had it"
    if text is None or content.read_again({PurePosixPath(path): text}):
        text, origin = content.write_paper(_of_ledgers(wiki, slug), abstract=False), "of what the ledgers know"
    edit.create(path, text)
    index = next((n for n, one in enumerate(wiki.excluded) if one.paper == slug), None)
    if index is not None:
        file = wiki.config.content / "decisions.yml"
        before = file.read_bytes().decode()
        edit.create("decisions.yml", without_item(before, "excluded", index))
    _mark(edit, slug, "")
    yield f"{slug} is back, {origin}; ingest its listing again to fill what is missing"


def split(listing: ListingId, position: int, old: Slug, edit: Edit, _reply: str) -> Iterable[str]:
    """Makes a paper of its own of the entry at `position`, from 0, of a listing, which is about the paper `old` so far:
    the ledger's line names it from then on, and a decision says that the two are different."""
    wiki, record = edit.wiki, edit.wiki.listings[listing]
    line = record.entries[position]
    taken = {*wiki.exclusions, *wiki.removed}
    title = line.title or wiki.papers[old].title
    slug = propose_slug(title, lambda name: name in taken or wiki.resolve(name) is not None, line.key)
    edit.create(f"papers/{slug}.md", content.write_paper(_of_lines(slug, title, [line]), abstract=False))
    lines = (*record.entries[:position], replace(line, paper=slug), *record.entries[position + 1 :])
    edit.create(f"listings/{listing}.yml", content.write_ledger(replace(record, entries=lines)))
    edit.decide("different", yaml_list([old, slug]))
    return [f"{slug} is a paper of its own, different from {old}; ingest the listing again to fill it"]


def _take_out(edit: Edit, paper: Paper) -> Iterator[str]:
    """Removes a paper's files and its lines in reading lists; a text that refers to it has to be changed by hand."""
    named = sorted(_referring(edit.wiki, paper.slug))
    if named:
        raise UsageError(f"{paper.slug} is referred to in {', '.join(named)}; take that out first")
    edit.remove(f"papers/{paper.slug}.md")
    if (edit.wiki.config.content / "terms" / f"{paper.slug}.txt").is_file():
        edit.remove(f"terms/{paper.slug}.txt")
    for topic, path in edit.topics():
        pins = edit.wiki.topics[topic].pinned
        left = [pin for pin in pins if edit.wiki.resolve(pin.paper) != paper.slug]
        if len(left) < len(pins):
            edit.set(path, "pinned", pins_value(left) or "[]")
            yield f"taken out of the reading list of {topic}"


def _referring(wiki: Wiki, slug: Slug) -> Iterator[str]:
    """Texts that have a reference to a paper's page."""
    for path, text in wiki.texts.items():
        is_its_file = path == f"content/papers/{slug}.md"
        if not is_its_file and (slug in text or any(alias in text for alias in wiki.papers[slug].aliases)):
            pages = (wiki.find(target, path) for _, target in find_references(text))
            if any(page and page[0] == paper_path(slug) for page in pages):
                yield path


def _mark(edit: Edit, slug: Slug, reason: str) -> None:
    """Writes or takes away the reason in the ledgers' lines."""
    for listing, record in edit.wiki.listings.items():
        lines = tuple(
            replace(line, excluded=reason)
            if line.paper and (edit.wiki.resolve(line.paper) or line.paper) == slug
            else line
            for line in record.entries
        )
        if lines != record.entries:
            edit.create(f"listings/{listing}.yml", content.write_ledger(replace(record, entries=lines)))


def _of_ledgers(wiki: Wiki, slug: Slug) -> Paper:
    """A paper made from what remains of it: the title and ids of its exclusion, the keys in the ledgers' lines."""
    lines = [line for listing in wiki.listings.values() for line in listing.entries if line.paper == slug]
    known = wiki.exclusions.get(slug)
    title = known.title if known else wiki.removed.get(slug, "")
    return _of_lines(slug, title or slug, lines, known.ids if known else {})


def _of_lines(slug: Slug, title: str, lines: Iterable[LedgerEntry], ids: Mapping[str, str] | None = None) -> Paper:
    """A new paper made from its lines in ledgers."""
    keys = tuple(dict.fromkeys(line.key for line in lines if line.key))
    return Paper(slug, title, ids=ids or {}, keys=keys, added=today())


def _from_git(root: Path, path: str) -> str | None:
    """A file as it was in the last commit that had it; None without git or such a commit."""
    here = ask(root, "show", f"HEAD:./{path}")
    if here is None and (commit := ask_line(root, "log", "-n", "1", "--diff-filter=D", "--format=%H", "--", path)):
        here = ask(root, "show", f"{commit}^:./{path}")
    try:
        return None if here is None else here.decode()
    except UnicodeDecodeError:
        return None

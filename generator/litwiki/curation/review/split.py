"""Makes a paper of its own from an entry that was joined with another paper by mistake.

The ledger's line names the new paper from then on, and a decision says that the two are different. The ledger knows the
entry's title, key and other fields; ingesting the listing again fills the rest.
"""

from collections.abc import Iterable

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation.exclude import paper_of_lines
from litwiki.markup.yaml import yaml_list
from litwiki.model.errors import UsageError
from litwiki.model.ids import ListingId, propose_slug
from litwiki.model.replace import replace


def split(listing: ListingId, position: int, edit: Edit, _given: str) -> Iterable[str]:
    """Makes a paper of the entry at `position`, from 0, of a listing. Raises `UsageError`."""
    wiki = edit.wiki
    record = wiki.listings.get(listing)
    line = record.entries[position] if record and position < len(record.entries) else None
    old = wiki.paper_of(line) if line else None
    if not record or not line or not old:
        raise UsageError(f"no entry {position + 1} of the listing {listing!r} has a paper")
    taken = {*wiki.exclusions, *wiki.removed}
    title = line.title or wiki.papers[old].title
    slug = propose_slug(title, lambda name: name in taken or wiki.resolve(name) is not None, line.key)
    edit.create(f"papers/{slug}.md", content.write_paper(paper_of_lines(slug, title, [line]), abstract=False))
    lines = (*record.entries[:position], replace(line, paper=slug), *record.entries[position + 1 :])
    edit.create(f"listings/{listing}.yml", content.write_ledger(replace(record, entries=lines)))
    edit.decide("different", yaml_list([old, slug]))
    return [f"{slug} is a paper of its own, different from {old}; ingest the listing again to fill it"]

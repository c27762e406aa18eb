"""Documents read for the index: their keys in; postings, printed forms and records out.

A document's key is `paper/<slug>`, `topic/<id>` or `listing/<id>`. Each is read once, by as many processes as there
are; how many makes no difference to what comes out.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from litwiki import processes
from litwiki.model.ids import DocPath, ListingId, Slug, TopicId
from litwiki.model.wiki import Wiki
from litwiki.search.documents import Bag, Document, Known, listing_document, paper_document, topic_bag, topic_document
from litwiki.search.parts import part
from litwiki.search.postings import NOTHING, Postings, Slot, inverted, merged
from litwiki.search.records import paper_record
from litwiki.search.texts import texts_of


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What was read: postings; for terms the first paper that prints them, and how; the records of papers."""

    postings: Postings
    forms: Mapping[str, tuple[Slot, str]]
    records: Mapping[DocPath, bytes]


@dataclass(frozen=True)
class Reader:
    """Reads documents of a wiki; of the terms `known` no printed form is asked for."""

    wiki: Wiki
    slots: Mapping[str, Slot]
    known: Container[str]

    def read(self, keys: Sequence[str]) -> Reading:
        """What some documents say."""
        shards = processes.contiguous(keys, processes.worth(len(keys), 400))
        found = processes.share(self._read_some, shards)
        forms: dict[str, tuple[Slot, str]] = {}
        for some in found:
            for term, form in some.forms.items():
                forms[term] = min(forms.get(term, form), form)
        return Reading(
            reduce(merged, (some.postings for some in found), NOTHING),
            forms,
            {path: content for some in found for path, content in some.records.items()},
        )

    def forms_of(self, slot: Slot) -> Mapping[str, str]:
        """How the document of a slot prints terms."""
        if slot not in self._forms:
            self._forms[slot] = self._document(self._keys[slot])[0].forms
        return self._forms[slot]

    def _read_some(self, keys: Sequence[str], _: Callable[[], None]) -> Reading:
        documents: list[tuple[Slot, Document]] = []
        forms: dict[str, tuple[Slot, str]] = {}
        records: dict[DocPath, bytes] = {}
        for key in keys:
            slot = self.slots[key]
            document, record = self._document(key)
            documents.append((slot, document))
            for term, form in document.forms.items():
                if term not in forms or slot < forms[term][0]:
                    forms[term] = (slot, form)
            records |= record
        return Reading(inverted(documents), forms, records)

    def _document(self, key: str) -> tuple[Document, Mapping[DocPath, bytes]]:
        kind, _, name = key.partition("/")
        if kind == "topic":
            return topic_document(self.wiki.topics[TopicId(name)]), {}
        if kind == "listing":
            return listing_document(self.wiki.listings[ListingId(name)]), {}
        paper = self.wiki.papers[Slug(name)]
        texts = texts_of(paper)
        topics = self.wiki.topics_of(paper.slug)
        found = part(record_name(self.slots[key]), paper_record(paper, texts, topics))
        bags = [self._topics[topic.id] for topic in topics]
        return paper_document(paper, texts, bags, self._known), {found.path: found.content}

    @cached_property
    def _known(self) -> Known:
        return Known(self.known)

    @cached_property
    def _keys(self) -> Mapping[Slot, str]:
        return {slot: key for key, slot in self.slots.items()}

    @cached_property
    def _forms(self) -> dict[Slot, Mapping[str, str]]:
        return {}

    @cached_property
    def _topics(self) -> Mapping[TopicId, Bag]:
        return {name: topic_bag(topic) for name, topic in self.wiki.topics.items()}


def record_name(slot: Slot) -> str:
    """The name of the part with the record of a document."""
    return f"d/{slot:x}"

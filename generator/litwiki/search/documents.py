"""What a document says, for the index: a paper, topic or listing in, the printed words of its fields out.

Beside these it has terms that stand in no field: those that its topics lend, and those that a reader asks for as a
whole, such as ids and authors. How words become weighted terms is the affair of `weights`.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from litwiki.model.records import Paper, Topic
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.search.author_names import author_terms, author_words
from litwiki.search.words import folded, id_terms, index_terms, name_term
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.name_parts import parse_name
from litwiki.text.words import words

OF_A_NAME = 4.0
"""The weight of the name of a method, and of a stop word in a title: what a word in a title has."""


class Document(Struct, frozen=True):
    """The words of each field, printed but for accents (`folded`).

    `stored` are words with their counts that stand for an abstract; `lent` are the terms of each topic, which count
    once; `whole` are terms with their weights.
    """

    fields: Mapping[str, Sequence[str]]
    stored: Mapping[str, int] = field(default_factory=dict)
    lent: Sequence[Sequence[str]] = ()
    whole: Mapping[str, float] = field(default_factory=dict)


def paper_document(
    paper: Paper,
    topics: Iterable[Sequence[str]],
    names: Iterable[str],
    passages: Iterable[str],
) -> Document:
    """What a paper says, with the terms of some topics; `names` are further ones of its authors, `passages` said
    elsewhere."""
    title = words(folded(rich(paper.title).plain))
    abstract = to_plain(without_links(paper.abstract)) if paper.abstract else ""
    # Curators reword a summary: where there is an abstract, no word of theirs moves what a paper is about.
    summary = "summary" if abstract or paper.terms else "summary alone"
    fields = {
        "title": title,
        summary: words(folded(rich(paper.summary).plain)),
        "abstract": words(folded(abstract)),
        "names": words(folded(" ".join(paper.names))),
        "authors": [word for name in paper.authors for word in author_words(name)],
        "notes": words(folded(without_links(paper.notes))),
        "passages": words(folded("\n".join(passages))),
    }
    in_order = (parse_name(name).in_order for name in paper.authors)
    whole = {stop_term(word): OF_A_NAME for word in title if not index_terms(word)}
    whole |= {name_term(name): OF_A_NAME for name in (*paper.names, *paper.keys)}
    whole |= dict.fromkeys(author_terms((*in_order, *names)), 1.0)
    whole |= dict.fromkeys(id_terms(paper.ids), 1.0)
    return Document(fields, {} if abstract else paper.terms, tuple(topics), whole)


def other_documents(wiki: Wiki) -> Mapping[str, Document]:
    """What topics, reading paths and listings say, by their keys: `topic/<id>`, `path/<id>`, `listing/<id>`."""
    topics = {f"topic/{x.id}": _short(x.name, x.group, x.definition, *x.keywords) for x in wiki.topics.values()}
    paths = {f"path/{x.id}": _short(x.title, x.description, x.audience) for x in wiki.reading_paths.values()}
    return topics | paths | {f"listing/{x.id}": _short(x.title) for x in wiki.listings.values()}


def _short(title: str, *rest: str) -> Document:
    return Document({"title": words(folded(title)), "summary": words(folded(" ".join(rest)))})


def lent_terms(topic: Topic) -> tuple[str, ...]:
    """What a topic lends to its papers: each of its terms once, however often its keywords repeat it."""
    printed = words(folded(" ".join([topic.name, *topic.keywords])))
    return tuple(dict.fromkeys(term for word in printed for term in index_terms(word)))


def stop_term(word: str) -> str:
    """A word too common to be searched for, as it is indexed for titles that have no other.

    >>> stop_term("With")
    '_with'
    """
    return "_" + word.lower()

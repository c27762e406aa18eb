"""A synthetic wiki of any size for measurements, and listings to bring into it: a number and a seed in, files out.

Words follow Zipf's law, titles have the forms that real ones have, one paper in ten stands in a second listing,
one in fifty has a title with signs that break naive generators. The same number and seed give the same bytes.
Nothing here is a real paper.
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from litwiki.content import write_ledger, write_paper, write_topic
from litwiki.model.entries import Link
from litwiki.model.ids import ListingId, Slug, TopicId, digest, propose_slug
from litwiki.model.records import LedgerEntry, Listing, Paper, Pin, Topic
from litwiki.scaffold import scaffold
from litwiki.text.words import title_key

ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sk st t th tr v w z".split()
VOWELS = "a e i o u ai ea oo ou y".split()
CODAS = ["", "", "b", "ck", "d", "ft", "l", "lt", "m", "n", "nd", "ng", "p", "r", "rn", "s", "st", "t", "x"]
FORMS = (
    "{name}: {Gerund} {adjective} {noun} for {noun} {noun}",
    "{name}: {Adjective} {noun} via {adjective} {noun}",
    "{Gerund} {noun} with {adjective} {noun}",
    "{Adjective} {noun} {noun}: A Study of {noun} and {noun}",
    "On the {noun} of {adjective} {noun} in {noun} {noun}",
    "Does {adjective} {noun} Help {noun}?",
)
ODD = (
    '{name}++: <b>{noun}</b> & {noun} "in" {noun}',
    "$\\ell_2$-{noun} at 85\\% {noun}: {name}_{name}",
    "{{\\em {Adjective}}} {noun} *and* `{noun}` [{noun}]({noun})",
    "Überlegung zu {noun} – 深度 {noun} μ-{noun}",
    "# {noun} | {noun} {{ #{noun} }} &amp; {noun}'s",
)
HOSTS = ("https://github.com", "https://gitlab.com", "https://huggingface.co")
ENTRIES = 100
"""Entries of a listing."""
HEAD = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\n"
"""What a page that people copy prints before its entries."""


class Words(Struct, frozen=True):
    """A made-up language: words by falling frequency."""

    common: Sequence[str]
    weights: Sequence[float]

    def pick(self, dice: random.Random, count: int) -> list[str]:
        """That many words, common ones more often."""
        return dice.choices(self.common, cum_weights=self.weights, k=count)


def make_words(dice: random.Random, size: int) -> Words:
    """`size` different words; the n-th is as frequent as 1/n (Zipf's law with exponent 1)."""
    found: dict[str, None] = {}
    while len(found) < size:
        syllables = dice.choices((1, 2, 3, 4), weights=(2, 6, 4, 1))[0]
        word = "".join(dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS) for _ in range(syllables))
        if len(word) > 2:
            found[word] = None
    weights = [1 / rank for rank in range(3, size + 3)]
    return Words(tuple(found), tuple(itertools.accumulate(weights)))


def write_wiki(root: Path, papers: int, seed: int = 7) -> Sequence[Paper]:
    """A wiki of `papers` papers in the new folder `root`; returns the papers."""
    dice = random.Random(f"{seed}/{papers}")
    scaffold(root, "Synthetic papers")
    settings = root / "site_config" / "wiki.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("repository: ''", "repository: https://github.com/example/many"),
        encoding="utf-8",
    )
    mkdocs = root / "mkdocs.yml"
    mkdocs.write_text(
        mkdocs.read_text(encoding="utf-8").replace("site_url: ''", "site_url: 'https://example.org/many/'"),
        encoding="utf-8",
    )
    words = make_words(dice, 4_000 + 3 * papers)
    topics = [TopicId(f"{a}-{b}") for a, b in _pairs(dice, words, 24 + papers // 250)]
    made = list(_papers(dice, words, topics, papers))
    for paper in made:
        (root / "content" / "papers" / f"{paper.slug}.md").write_text(write_paper(paper, abstract=True), "utf-8")
    filed: dict[TopicId, list[Slug]] = defaultdict(list)
    for paper in made:
        for topic in paper.topics:
            filed[topic].append(paper.slug)
    for number, topic in enumerate(topics):
        own = filed[topic][:4]
        record = _topic(dice, words, topic, number, own)
        (root / "content" / "topics" / f"{topic}.md").write_text(write_topic(record), "utf-8")
    for listing in _listings(dice, made):
        (root / "content" / "listings" / f"{listing.id}.yml").write_text(write_ledger(listing), "utf-8")
    return made


def write_listings(folder: Path, known: Sequence[Paper], entries: int, seed: int = 7) -> list[Path]:
    """Listings as people paste them, of `entries` entries in all, in the new folder `folder`.

    Of ten entries four are of `known` papers as they stand there, one is of a known paper that came out under another
    subtitle with an abstract that was gone over, and five are new.
    """
    folder.mkdir(parents=True)
    dice = random.Random(f"{seed}/{entries}/listings")
    words = make_words(dice, 4_000 + 3 * entries)
    keys = {title_key(paper.title) for paper in known}
    pieces: list[str] = []
    for number in range(entries):
        paper = dice.choice(known)
        if number % 10 < 4:
            pieces += [paper.title, paper.abstract or ""]
        elif number % 10 == 4:
            sentences = (paper.abstract or "").split(". ")
            sentences[dice.randrange(len(sentences) - 1)] = _sentence(dice, words).removesuffix(".")
            name = paper.title.partition(":")[0]
            pieces += [f"{name}: {' '.join(words.pick(dice, 4)).capitalize()}", ". ".join(sentences)]
        else:
            pieces += [_new_title(dice, words, keys, odd=number % 50 == 49), _abstract(dice, words)]
    paths = []
    for start in range(0, len(pieces), 2 * ENTRIES):
        text = HEAD + "\n\n".join(pieces[start : start + 2 * ENTRIES]) + "\n"
        paths.append(folder / f"listing-{start // (2 * ENTRIES) + 1}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def _pairs(dice: random.Random, words: Words, count: int) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        a, b = words.pick(dice, 2)
        found[a, b] = None
    return list(found)


def _papers(dice: random.Random, words: Words, topics: Sequence[TopicId], count: int) -> Iterator[Paper]:
    taken: set[str] = set()
    slugs: list[Slug] = []
    keys: set[str] = set()
    people = [" ".join(word.capitalize() for word in dice.choices(words.common, k=2)) for _ in range(20 + count // 4)]
    for number in range(count):
        title = _new_title(dice, words, keys, odd=number % 50 == 49)
        slug = propose_slug(title, taken.__contains__)
        taken.add(slug)
        slugs.append(slug)
        links = [Link("paper", f"https://arxiv.org/abs/{2000 + number // 10_000}.{number % 10_000:05}")]
        if dice.random() < 0.3:
            links.append(Link("code", f"{dice.choices(HOSTS, (8, 1, 2))[0]}/{dice.choice(words.common)}/{slug}"))
        yield Paper(
            slug=slug,
            title=title,
            authors=tuple(dict.fromkeys(dice.choices(people, k=dice.randint(1, 6)))),
            year=dice.randint(2016, 2026),
            ids={"arxiv": f"{2000 + number // 10_000}.{number % 10_000:05}"},
            topics=tuple(dict.fromkeys(dice.choices(topics, k=dice.choice((1, 1, 2, 2, 3))))),
            topics_status="curated",
            summary=" ".join(_sentence(dice, words) for _ in range(dice.randint(2, 4))),
            links=tuple(links),
            abstract=_abstract(dice, words),
            notes=_notes(dice, words, slugs) if number % 40 == 7 else "",
        )


def _new_title(dice: random.Random, words: Words, keys: set[str], *, odd: bool) -> str:
    """A title whose key is not among `keys`, where it is put: two papers of one title would be a mistake to mend."""
    title = make_title(dice, words, odd=odd)
    while title_key(title) in keys:
        title = make_title(dice, words, odd=False)
    keys.add(title_key(title))
    return title


def make_title(dice: random.Random, words: Words, *, odd: bool) -> str:
    """A title; an odd one has the signs that Markdown, HTML and LaTeX live on."""
    form = dice.choice(ODD if odd else FORMS)
    picked = iter(words.pick(dice, 12))
    parts: list[str] = []
    for piece in form.replace("{{", "\x01").replace("}}", "\x02").split("{"):
        key, closing, rest = piece.partition("}")
        if not closing:
            parts.append(piece)
            continue
        word = next(picked)
        shown = {"name": word[:5].upper(), "Gerund": word.capitalize() + "ing", "noun": word.capitalize()}
        parts += [shown.get(key, word if key == "adjective" else word.capitalize()), rest]
    return "".join(parts).replace("\x01", "{").replace("\x02", "}")


def _sentence(dice: random.Random, words: Words) -> str:
    text = words.pick(dice, dice.randint(8, 22))
    return f"{text[0].capitalize()} {' '.join(text[1:])}."


def _abstract(dice: random.Random, words: Words) -> str:
    return " ".join(_sentence(dice, words) for _ in range(dice.randint(6, 10)))


def _notes(dice: random.Random, words: Words, known: Sequence[Slug]) -> str:
    other = dice.choice(known)
    return (
        f"Compare with [[{other}]]: {_sentence(dice, words)}\n\n- *{_sentence(dice, words)}*\n- `{words.common[9]}`\n"
    )


def _topic(dice: random.Random, words: Words, topic: TopicId, number: int, papers: Sequence[Slug]) -> Topic:
    return Topic(
        id=topic,
        name=topic.replace("-", " ").capitalize(),
        group=f"Group {number % 6 + 1}",
        definition=_sentence(dice, words),
        keywords=tuple(words.pick(dice, 3)),
        pinned=tuple(Pin(slug, _sentence(dice, words)) for slug in papers),
        introduction=f"Begin with [[{papers[0]}]].\n" if papers else "",
    )


def _listings(dice: random.Random, papers: Sequence[Paper]) -> Iterator[Listing]:
    """Every paper in one listing, and one in ten in a later one too."""
    entries = [*papers, *dice.sample(papers, len(papers) // 10)]
    for number, start in enumerate(range(0, len(entries), ENTRIES)):
        lines = [
            LedgerEntry(paper.slug, paper.title, {"title": digest(paper.title)})
            for paper in entries[start : start + ENTRIES]
        ]
        date = f"{2016 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        yield Listing(
            id=ListingId(f"week-{number + 1}"),
            title=f"Listing {number + 1}",
            source="synthetic",
            printed=None,
            date=date,
            sha256=digest(f"listing {number}", 64),
            entries=tuple({line.paper: line for line in lines}.values()),
        )

"""Whether a record of a source is about a paper: both in, a verdict with its reason out.

Observed: two groups call their papers alike in one year; parts I and II, the convex and the nonconvex case, a method
and its second version differ in one word and share their authors; a preprint and its published version differ in a
letter or an article; common names (Y. Wang) are in both of two long lists. Rule: an id that both have decides, unless
authors or titles contradict. Otherwise the titles must be equal, or at least 95% alike with no word that means
anything differing, nothing may contradict, and something must agree: half of the shorter list of authors, the
abstract's words, or, for a title that says much, the year. Where a person vouches for a list, an equal title that says
much is enough. Where the rule is wrong, a person is asked: a false acceptance gives a paper another one's authors.
"""

import re
from collections import Counter

from msgspec import Struct
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from litwiki.curation import evidence
from litwiki.curation.enrich.wanted import ALIKE
from litwiki.curation.evidence import FAR_APART, SAME_TEXT, Record, Verdict
from litwiki.model.entries import Entry
from litwiki.model.records import Paper
from litwiki.text.latex import to_plain
from litwiki.text.words import STOP_WORDS, clean, stem, terms, title_key, words


class Judgment(Struct, frozen=True):
    """What a record is to a paper, and the reason; `has_id`: an id that both have decided."""

    verdict: Verdict
    reason: str
    has_id: bool = False


SAID_MUCH = 4
"""Words of a title that not every paper has, from which on its year is enough beside it."""
SAID_ENOUGH = 3
"""The same where a person vouches for the list."""
NAMED = 2
"""What a name that the authors made up counts for."""
OTHER_TEXT = 0.15
"""A share of the terms of two abstracts (Jaccard's index) that shows two texts; of one it is `SAME_TEXT`."""
FEWEST_TERMS = 15
"""Terms of a text below which it says nothing."""
UNLIKE_TITLE = 50
"""An id with a title less alike is somebody's slip."""
SHARED_AUTHORS = 0.5
COMMON = frozenset(
    stem(word)
    for word in """survey review overview introduction tutorial learning deep machine neural network networks model
    models method methods large language artificial intelligence data training system systems analysis
        evaluation algorithm
    algorithms application applications problem problems theory general towards toward perspective challenges
    opportunities advances recent comprehensive systematic study comparison comparative future directions foundation
    note notes report""".split()
)
"""Stems that stand in titles of any paper."""
ARTICLES = frozenset(("a", "an", "the"))
PREFIXES = re.compile(
    r"(?:un|non|in|im|ir|il|a|an|dis|de|re|anti|ante|pre|post|sub|super|hyper|hypo|inter|intra|co|bi|mono|multi|semi|self|over|under|up|out|mis|ex|en|em|micro|macro|homo|hetero)\Z"
)
ROMAN = re.compile(r"[ivx]{1,5}\Z")
NAME = re.compile(r"[A-Z][a-z]*[A-Z0-9]|[a-z]+[A-Z]|[A-Z]{4,}|[A-Za-z]+\d")
"""A word that is a name: capitals inside, four of them, digits behind letters."""


def judge(paper: Paper, entry: Entry, *, vouched: bool = False) -> Judgment:
    """What a record is to a paper. `vouched`: a person stands for the list that the record is from."""
    theirs = evidence.of_entry(entry)
    title = max((paper.title, *paper.also_titled), key=lambda t: fuzz.ratio(title_key(t), theirs.key))
    ours = evidence.of_paper(paper, title)
    alike = fuzz.ratio(ours.key, theirs.key) if entry.title else 0.0
    share = shared_authors(paper, entry)
    shared = sorted(kind for kind, _ in ours.ids & theirs.ids)
    if shared:
        return _by_id(shared[0], alike, share, has_title=bool(entry.title))
    if alike < ALIKE:
        return Judgment(Verdict.DIFFERENT, "another title")
    if ours.key != theirs.key and (word := differing(title, entry.title)):
        return Judgment(Verdict.DIFFERENT, f"the titles differ in {word!r}")
    if share == 0:
        return Judgment(Verdict.DIFFERENT, "nobody wrote both")
    text = shared_text(ours, theirs)
    if text is not None and text < OTHER_TEXT:
        return Judgment(Verdict.DIFFERENT, "the abstracts are about other things")
    if against := _contradiction(ours, theirs):
        return Judgment(Verdict.UNSURE, against)
    return _by_title(ours, theirs, title, share, text, vouched=vouched)


def _by_id(kind: str, alike: float, share: float | None, *, has_title: bool) -> Judgment:
    if share == 0:
        return Judgment(Verdict.UNSURE, f"the same {kind} id, but nobody wrote both", has_id=True)
    if has_title and alike < UNLIKE_TITLE and (share is None or share < SHARED_AUTHORS):
        return Judgment(Verdict.UNSURE, f"the same {kind} id under another title", has_id=True)
    return Judgment(Verdict.SAME, f"the same {kind} id", has_id=True)


def _contradiction(ours: Record, theirs: Record) -> str:
    """What speaks against one paper; empty where nothing does."""
    if kind := evidence.other_id(ours, theirs):
        return f"another {kind} id"
    if ours.year and theirs.year and abs(ours.year - theirs.year) > FAR_APART:
        return f"{abs(ours.year - theirs.year)} years apart"
    if ours.says_little or theirs.says_little:
        return "a title that many papers have"
    types = {ours.publication.type, theirs.publication.type} - {"", "other", "preprint"}
    if len(types) > 1 and types & {"book", "thesis", "dataset", "software"}:
        return f"a {' and a '.join(sorted(types))}"
    return ""


def _by_title(
    ours: Record, theirs: Record, title: str, share: float | None, text: float | None, *, vouched: bool
) -> Judgment:
    """Two records whose titles agree and that nothing contradicts."""
    what = "the same title" if ours.key == theirs.key else "nearly the same title"
    said = weight(title)
    if share is not None and share >= SHARED_AUTHORS:
        return Judgment(Verdict.SAME, f"{what} and authors")
    if text is not None and text >= SAME_TEXT:
        return Judgment(Verdict.SAME, f"{what} and abstract")
    if share is not None:
        return Judgment(Verdict.UNSURE, f"{what}, but most authors differ")
    if text is not None:
        return Judgment(Verdict.UNSURE, f"{what}, but the abstracts differ in much")
    if ours.year and ours.year == theirs.year and said >= SAID_MUCH:
        return Judgment(Verdict.SAME, f"{what} and year")
    if vouched and ours.key == theirs.key and said >= SAID_ENOUGH:
        return Judgment(Verdict.SAME, f"{what}, in a list that is vouched for")
    return Judgment(Verdict.UNSURE, f"{what}, and nothing else says that they are one")


def shared_authors(paper: Paper, entry: Entry) -> float | None:
    """How many of the shorter list of authors stand in the other, from 0 to 1; None where one names nobody."""
    some, others = (names[: evidence.MOST_NAMES] for names in (paper.authors, entry.authors))
    theirs = evidence.people(others)
    if not evidence.people(some) or not theirs:
        return None
    # Name by name: of Wei Wang and Yan Wang in one list, only one is the Wei Wang of the other.
    both = sum(1 for name in dict.fromkeys(some) if evidence.share_a_person(evidence.people([name]), theirs))
    return min(both / min(len(some), len(others)), 1.0)


def shared_text(ours: Record, theirs: Record) -> float | None:
    """How many of the terms of two abstracts both have; None where one of them is missing or says too little."""
    one, other = evidence.terms_of(ours.text), evidence.terms_of(theirs.text)
    if min(len(one), len(other)) < FEWEST_TERMS:
        return None
    return len(one & other) / len(one | other)


def weight(title: str) -> int:
    """How much a title says: its words that not every paper has, and `NAMED` for a name that somebody made up.

    >>> weight("A Survey of Large Language Models"), weight("Kettle: Boiling Water with GradPot")
    (0, 6)
    """
    plain = to_plain(clean(title))
    said = {term for term in terms(plain) if term not in COMMON and len(term) > 1}
    return len(said) + (NAMED if any(NAME.search(word) for word in words(plain)) else 0)


def differing(one: str, other: str) -> str:
    """A word that stands in one of two titles, means something, and is no other spelling of one in the other; empty
    where there is none.

    >>> differing("Kettles and Pots, Part I", "Kettles and Pots, Part II"), differing("The Kettles", "A Kettle")
    ('i', '')
    """
    ours, theirs = (
        Counter[str](re.findall(r"[^\W_]+|[+#*]", to_plain(clean(title)).casefold())) for title in (one, other)
    )
    left = [word for word in (ours - theirs).elements() if word not in ARTICLES]
    right = [word for word in (theirs - ours).elements() if word not in ARTICLES]
    if "".join(left) == "".join(right):
        return ""
    names = {word.casefold() for title in (one, other) for word in words(to_plain(clean(title))) if NAME.search(word)}
    for word in left:
        # A letter makes another name: LoRA and DoRA.
        if word in names:
            return word
        match = next((mate for mate in right if is_spelling(word, mate)), None)
        if match is None:
            return word
        right.remove(match)
    return right[0] if right else ""


BRITISH = (
    (re.compile(r"(?<=[bdlmnpv])our(?=\Z|s\Z|ed\Z|al\Z|ing\Z|able\Z)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e\Z|es\Z|ed\Z|er\Z|ers\Z|ing\Z|ation\Z|ations\Z)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=e\Z|ed\Z|er\Z|ing\Z)"), "yz"),
    (re.compile(r"(?<=[bt])re(?=\Z|s\Z)"), "er"),
    (re.compile(r"ogue(?=\Z|s\Z)"), "og"),
    (re.compile(r"ll(?=ed\Z|ing\Z|er\Z|ers\Z)"), "l"),
)


def _american(word: str) -> str:
    """A word as it is spelt in America, as far as endings tell; what is done to both words of a pair harms none."""
    for ending, written in BRITISH:
        word = ending.sub(written, word)
    return word


def is_spelling(one: str, other: str) -> bool:
    """Whether two words are spellings or forms of one: equal stems, or a letter that differs inside of a long word.

    Numbers are no spellings of each other, and neither are a word and its contrary, which has a prefix more.

    >>> is_spelling("colour", "color"), is_spelling("convex", "nonconvex"), is_spelling("2d", "3d")
    (True, False, False)
    """
    if any(c.isdigit() for c in one + other) or ROMAN.match(one) or ROMAN.match(other):
        return False
    if one in STOP_WORDS or other in STOP_WORDS:
        return False
    if stem(_american(one)) == stem(_american(other)):
        return True
    short, long = sorted((one, other), key=len)
    if long.endswith(short) and PREFIXES.match(long[: len(long) - len(short)]):
        return False
    # The first letters tell names and prefixes apart: LoRA and DoRA, upper and lower, im- and export.
    return len(short) >= 6 and one[:3] == other[:3] and DamerauLevenshtein.distance(one, other) <= 1

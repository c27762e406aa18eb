"""Text as authors print it: spans with their meaning, plain characters, words, stems, links.

In goes raw text of a title or an abstract (with what is left of its LaTeX), out come spans, words or
links. Nothing here knows Markdown or HTML: `markup` writes spans down.

The LaTeX of pasted listings is damaged: commands lost their backslash (`R^{n times n}`), groups lost
their command. The rule is therefore to convert only what is certain and to show the plain characters
where in doubt: a reader can read `n times n`; a wrong guess hides what was printed.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import snowballstemmer
from pylatexenc.latex2text import LatexNodes2Text


class Style(Enum):
    """How a span is meant."""

    PLAIN = "plain"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    MATH = "math"
    """TeX without its delimiters, to be typeset in the line."""
    DISPLAY = "display"
    """TeX without its delimiters, to be typeset on a line of its own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as a text prints it: its kind (`code`, `data`, `model`, `project`, `doi`) and address."""

    kind: str
    url: str


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]+")


def clean(text: str) -> str:
    """`text` in NFC on one line: control characters are spaces, runs of white space one space.

    >>> clean("A  wrapped\\n title ")
    'A wrapped title'
    """
    return " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def printable(text: str) -> str:
    r"""`text` for a terminal: what it would obey or cannot print is written as an escape.

    >>> printable("red \x1b[31m")
    'red \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


# --- LaTeX ---------------------------------------------------------------------------------------------

STYLES = {
    "em": Style.EMPHASIS,
    "it": Style.EMPHASIS,
    "sl": Style.EMPHASIS,
    "emph": Style.EMPHASIS,
    "textit": Style.EMPHASIS,
    "textsl": Style.EMPHASIS,
    "itshape": Style.EMPHASIS,
    "bf": Style.STRONG,
    "textbf": Style.STRONG,
    "bfseries": Style.STRONG,
    "tt": Style.CODE,
    "texttt": Style.CODE,
    "ttfamily": Style.CODE,
}
# Commands that stand for themselves: pylatexenc knows thousands, but most of them are English words too
# once a backslash was lost and found; these are the ones that occur in running text.
SYMBOLS = {
    *("L", "l", "O", "o", "AA", "aa", "AE", "ae", "OE", "oe", "ss", "i", "j"),
    *("textmu", "textalpha", "textbeta", "textregistered", "texttrademark", "textcopyright", "textdegree"),
    *("ldots", "dots", "textellipsis", "textendash", "textemdash", "textasciitilde", "textbackslash"),
    *("S", "P", "dag", "ddag", "pounds", "copyright", "textquotesingle"),
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega"),
    *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
    *("times", "cdot", "pm", "approx", "sim", "leq", "geq", "le", "ge", "neq", "infty", "ell", "nabla"),
    *("rightarrow", "leftarrow", "to", "in", "ll", "gg"),
}
SCANNER = re.compile(
    r"""
      \\\((?P<inline>.{1,1000}?)\\\)                                   # \( math \)
    | \\\[(?P<display>.{1,1000}?)\\\]                                  # \[ math \]
    | (?<![\\$\w])\$\$(?P<double>[^$]+)\$\$(?!\w)                      # $$math$$
    | (?<![\\$\w])\$(?P<dollar>[^\s$](?:[^$]*[^\s$\\])?)\$(?![\d$])    # $math$ as pandoc reads it
    | (?P<accent>\\["'`^~=.](?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])|\\[uvHtcdbrk]\{[A-Za-z]\})
    | \{\s*\\(?P<switch>em|it|sl|bf|tt|itshape|bfseries|ttfamily)(?![A-Za-z])\s*
    | \\(?P<styled>emph|textit|textsl|textbf|texttt)\s*\{
    | \\(?P<escape>[%&\#{}$])
    | (?<=[A-Za-z0-9])\\(?P<underscore>_)(?=[A-Za-z0-9])
    | \\(?P<space>[,;:!]|\ |/)(?=[\\\w\s%(])
    | (?<![\w:\\/])\\(?P<command>[A-Za-z]+)(?P<gap>\{\}|\s+(?=[a-z]))?
    | ``(?P<quoted>[^`\n]{1,200}?)(?:''|"(?!\w))
    | (?P<nbsp>(?<=[A-Za-z.,])~(?=[A-Za-z0-9\\(\[]))
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_GROUP = 400
"""Characters of a group with a style (the longest in the listings has 106). It bounds how deep groups nest and,
with the bounds in `SCANNER`, the time for text that opens thousands of them."""
ACCENTABLE = frozenset("aeiouycnszgrtldhjkAEIOUYCNSZGRTLDHJK")
_unicode = LatexNodes2Text(math_mode="text", keep_comments=True)


def parse_spans(raw: str) -> tuple[Span, ...]:
    r"""What an author meant by `raw`, in order; adjacent spans of one style are joined.

    >>> parse_spans(r"91\% on {\it all} of \( A \)")  # doctest: +NORMALIZE_WHITESPACE
    (Span(text='91% on ', style=<Style.PLAIN: 'plain'>), Span(text='all', style=<Style.EMPHASIS: 'emphasis'>),
     Span(text=' of ', style=<Style.PLAIN: 'plain'>), Span(text='A', style=<Style.MATH: 'math'>))
    """
    return tuple(_join(_scan(raw, Style.PLAIN)))


def to_plain(raw: str) -> str:
    r"""`raw` in Unicode without styles; math keeps its TeX.

    >>> to_plain(r"variational ans\"atze {\em win}")
    'variational ansätze win'
    """
    if "\\" not in raw and "``" not in raw and "$" not in raw and "~" not in raw:
        return raw
    return "".join(span.text for span in parse_spans(raw))


def _join(spans: Iterator[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last and span.style is last.style and span.style not in {Style.MATH, Style.DISPLAY}:
            last = Span(last.text + span.text, span.style)
        elif span.text:
            if last:
                yield last
            last = span
    if last:
        yield last


def _scan(raw: str, style: Style) -> Iterator[Span]:
    position = 0
    while match := SCANNER.search(raw, position):
        yield Span(raw[position : match.start()], style)
        spans, position = _read(raw, match, style)
        yield from spans
    yield Span(raw[position:], style)


def _read(raw: str, match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    """What one match of `SCANNER` stands for, and where reading goes on."""
    kind, found, end = match.lastgroup or "", match[match.lastgroup or 0], match.end()
    literal = [Span(match[0], style)]
    match kind:
        case "inline" | "dollar":
            certain = kind == "inline" or is_math(found)
            return ([Span(found.strip(), Style.MATH)] if certain else literal), end
        case "display" | "double":
            certain = kind == "display" or is_math(found)
            return ([Span(found.strip(), Style.DISPLAY)] if certain else literal), end
        case "switch" | "styled":
            return _group(raw, match, style)
        case "accent":
            return [Span(_accented(found), style)], end
        case "escape" | "underscore":
            return [Span(found, style)], end
        case "space":
            return [Span(" " if found in {" ", ","} else "", style)], end
        case "nbsp":
            return [Span(" ", style)], end
        case "quoted":
            return [Span("“", style), *_scan(found, style), Span("”", style)], end
        case _:
            return _command(match, style)


def _group(raw: str, match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    """A group with a style; one that is unbalanced or too long shows as it is."""
    depth, start = 1, match.end()
    for index in range(start, min(len(raw), start + LONGEST_GROUP)):
        depth += {"{": 1, "}": -1}.get(raw[index], 0) if raw[index - 1] != "\\" else 0
        if depth == 0:
            inner = STYLES[match["switch"] or match["styled"]]
            if style is not Style.PLAIN and inner is style:
                inner = Style.PLAIN  # emphasis within emphasis is upright
            return list(_scan(raw[start:index], inner)), index + 1
    return [Span(match[0], style)], match.end()


def _accented(command: str) -> str:
    letter = command[-2] if command.endswith("}") else command[-1]
    if letter not in ACCENTABLE:
        return command
    return _composed(command) or command


@functools.lru_cache(maxsize=1024)
def _composed(command: str) -> str:
    """One accent command in Unicode, or nothing where there is no such letter."""
    text = unicodedata.normalize("NFC", str(_unicode.latex_to_text(command)))
    return text if len(text) == 1 and text.isalpha() and text.isprintable() else ""


def _command(match: re.Match[str], style: Style) -> tuple[list[Span], int]:
    r"""A command in running text: a symbol, or a name that loses nothing but its backslash.

    `\x20` and `\u2028` are escapes of programming languages, not commands, and stay as they are.
    """
    name, gap, end = match["command"], match["gap"] or "", match.end()
    following = match.string[match.end("command") : match.end("command") + 1]
    if following.isdigit() or following == "\\" or re.match(r"(?:x[0-9A-Fa-f]{1,2}|[nrtfvab])\Z", name):
        return [Span(match[0], style)], end
    if re.match(r"x[0-9A-Fa-f]{2}", name) or re.match(r"u[0-9A-Fa-f]{4}", name):
        return [Span(match[0], style)], end
    if name in SYMBOLS:
        symbol = _symbol(name)
        # The space after a command ends its name; it is no space of the text ("\L ojasiewicz").
        return [Span(symbol if symbol.isalpha() else symbol + gap.replace("{}", ""), style)], end
    return [Span(name + gap.replace("{}", ""), style)], end


@functools.lru_cache(maxsize=1024)
def _symbol(name: str) -> str:
    return str(_unicode.latex_to_text(f"\\{name}{{}}")) or name


MATH_WORDS = re.compile(
    r"\\(?:text\w*|math\w+|operatorname|mbox|begin|end|label)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", re.DOTALL
)


def is_math(tex: str) -> bool:
    r"""Whether what stands between two dollars is math rather than prices or shell variables.

    Observed: prices (`$5 and $10`), variables (`$HOME/$USER`), and damaged LaTeX whose commands lost their
    backslash (`$textbf{specialist} and …$`), which KaTeX would set as a row of italic letters. Rule: the
    brackets are balanced, something alphanumeric is there, and no bare word of four letters or more
    remains once commands are taken away. Where it is wrong (`$loss$`) the reader sees the plain
    characters, which is the safe side.
    """
    bare = MATH_WORDS.sub(" ", tex)
    balanced = all(bare.count(a) == bare.count(b) for a, b in ("{}", "()", "[]")) or "\\" in tex
    return (
        any(character.isalnum() for character in tex)
        and balanced
        and not re.search(r"[A-Za-z]{4}", bare)
        and not re.search(r"\b[A-Za-z]{2,}\s+[A-Za-z]{2,}\b|\s[A-Za-z]{2,}\s", bare)
    )


# --- links ---------------------------------------------------------------------------------------------

ADDRESS = re.compile(
    r"(?:https?://|(?<![\w/.@])(?:www\.|github\.com/|gitlab\.com/|huggingface\.co/))[^\s<>\"\\^`{|}]+",
    re.IGNORECASE,
)
CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "anonymous.4open.science", "git.")
DATA_WORDS = re.compile(r"\b(?:data ?sets?|data|benchmark|corpus)\b", re.IGNORECASE)
CODE_WORDS = re.compile(r"\b(?:codes?|implementation|source|repository|library|package)\b", re.IGNORECASE)
MODEL_WORDS = re.compile(r"\b(?:models?|checkpoints?|weights)\b", re.IGNORECASE)


def find_links(raw: str) -> tuple[FoundLink, ...]:
    """The addresses that a text prints, each with its kind, in order and without repetition.

    The sentence's punctuation is no part of an address (`https://github.com/x/y.` ends before the dot),
    and neither is a closing bracket that was not opened inside it. The kind comes from the host, then
    from the words of the same sentence before it.

    >>> find_links("Code is at https://github.com/x/y.")
    (FoundLink(kind='code', url='https://github.com/x/y'),)
    """
    found: dict[str, FoundLink] = {}
    for match in ADDRESS.finditer(raw):
        address = _trimmed(match[0])
        if "://" not in address:
            address = f"https://{address}"
        host = address.split("/")[2].lower()
        if "." not in host:
            continue
        sentence = re.split(r"[.!?;]\s", raw[max(0, match.start() - 160) : match.start()])[-1]
        found.setdefault(address, FoundLink(_kind(host, address, sentence), address))
    return tuple(found.values())


def without_links(raw: str) -> str:
    """`raw` without the addresses in it: they are no words of the text."""
    return ADDRESS.sub(" ", raw)


def normal_url(url: str) -> str:
    """`url` with the letters, digits and marks unescaped that need no escape (RFC 3986, 6.2.2.2).

    >>> normal_url("https://github.com/x/a%2Db%20c")
    'https://github.com/x/a-b%20c'
    """

    def unescaped(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character.isascii() and (character.isalnum() or character in "-._~") else match[0]

    return re.sub(r"%([0-9A-Fa-f]{2})", unescaped, url)


def _trimmed(address: str) -> str:
    while True:
        last = address[-1]
        unopened = last in ")]" and address.count(last) > address.count({")": "(", "]": "["}[last])
        if last in ".,;:!?'’”*~" or unopened:
            address = address[:-1]
        else:
            return address


def _kind(host: str, address: str, sentence: str) -> str:
    if host.endswith("doi.org"):
        return "doi"
    if host.endswith("huggingface.co") or host == "hf.co":
        is_data = "/datasets/" in address or (DATA_WORDS.search(sentence) and not MODEL_WORDS.search(sentence))
        return "data" if is_data else "model"
    if any(part in host for part in CODE_HOSTS):
        is_data = DATA_WORDS.search(sentence) and not CODE_WORDS.search(sentence)
        return "data" if is_data else "code"
    return "project"


# --- words ---------------------------------------------------------------------------------------------

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\+{0,2}")
STOP_WORDS = frozenset(
    """a about above across after all also although among an and any are as at be because been before being
    below between both but by can could did do does done during each either et etc even few for from further
    had has have having he her here hers him his how however i if in into is it its itself just may me might
    more most much must my neither no nor not now of off on once only onto or other our ours out over own
    per s same she should since so some such than that the their theirs them then there therefore these they
    this those though through thus to too toward towards under until up upon us very via was we well were
    what when where whereas whether which while who whom whose why will with within without would yet you
    your achieve achieves approach approaches based demonstrate demonstrates existing experiments extensive
    introduce method methods new novel paper present problem propose proposed proposes recent result results
    show shown shows significant significantly state-of-the-art study use used using various work works
    """.split()
)
_stemmer = snowballstemmer.stemmer("english")


def words(text: str) -> list[str]:
    """The words of `text` as printed: letters and digits, inner hyphens, points and apostrophes kept.

    >>> words("GPT-3 and C++, at 2.6x")
    ['GPT-3', 'and', 'C++', 'at', '2.6x']
    """
    return WORD.findall(text)


@functools.cache
def stem(word: str) -> str:
    """The English Snowball stem of a word in lower case."""
    return str(_stemmer.stemWord(word.lower()))


@functools.cache
def terms_of(word: str) -> tuple[str, ...]:
    """The stems a word counts for: its parts where it is joined by hyphens, nothing for a stop word.

    >>> terms_of("Low-rank"), terms_of("the"), terms_of("k-NN")
    (('low', 'rank'), (), ('k-nn',))
    """
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in STOP_WORDS or lower.replace(".", "").isdigit():
        return ()
    parts = lower.split("-")
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        return tuple(stem(part) for part in parts if part not in STOP_WORDS and not part.isdigit())
    return (stem(lower),) if len(lower) > 1 else ()


def terms(text: str) -> list[str]:
    """The stems of a text in order, without stop words: the text model of links and suggestions."""
    return [term for word in words(text) for term in terms_of(word)]


def title_key(title: str) -> str:
    """What two printings of one title have in common.

    Case, Unicode form, LaTeX, punctuation, hyphens and spaces do not matter; letters, digits and signs
    such as `++` do ("LoRA+" is not "LoRA"). A title of nothing but punctuation is its own key.

    >>> title_key("Low–Rank  adaptation.") == title_key("low rank Adaptation")
    True
    >>> title_key("DPM-Solver") == title_key("DPM-Solver++")
    False
    """
    folded = unicodedata.normalize("NFKC", to_plain(clean(title))).casefold()
    folded = unicodedata.normalize("NFC", folded)
    kept = [c for c in folded if unicodedata.category(c)[0] in "LNMS" and c not in "`´^¨~"]
    return "".join(kept) or folded


def collation_key(title: str) -> str:
    """Where a title stands in an alphabetical list: word by word, case and punctuation aside.

    >>> sorted(["Adversarial Style", "A Model"], key=collation_key)
    ['A Model', 'Adversarial Style']
    """
    folded = unicodedata.normalize("NFKC", to_plain(clean(title))).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded)) or folded


SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z“\"(\d])")
NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|w\.r\.t|vs|al|resp|cf|approx|Fig|Eq|Sec|No|Dr)|(?:^|\s)[A-Z])\.\Z")
"""Points that end an abbreviation or an initial, not a sentence."""


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence: the TL;DR of a summary.

    >>> first_sentence("KIVI shrinks caches, e.g. keys. It needs no tuning.")
    'KIVI shrinks caches, e.g. keys.'
    """
    for match in SENTENCE_END.finditer(text):
        closing = match[0].rstrip()
        # An abbreviation is short: looking at a few characters keeps long texts fast.
        if not NO_END.search(text[max(0, match.start() - 20) : match.start()] + closing):
            return text[: match.start()] + closing
    return text

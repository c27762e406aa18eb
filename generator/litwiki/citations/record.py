"""How to cite a paper: what is known of it in, one record and its printed forms out.

Nothing is invented: what a paper's file does not say is in no form. Every form is made from the same
`Citation`, and none of them is Markdown or HTML: the cite box escapes them, the downloads are made of them.
"""

import functools
import re
from dataclasses import dataclass
from urllib.parse import quote

from litwiki.model.ids import Slug
from litwiki.model.records import JsonValue, Paper
from litwiki.text.latex import Span, Style, parse_spans, to_plain
from litwiki.text.names import Name, parse_name
from litwiki.text.words import clean

ID_URLS = {
    "doi": "https://doi.org/{}",
    "acl": "https://aclanthology.org/{}/",
    "openreview": "https://openreview.net/forum?id={}",
    "arxiv": "https://arxiv.org/abs/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "dblp": "https://dblp.org/rec/{}",
    "s2": "https://www.semanticscholar.org/paper/{}",
    "openalex": "https://openalex.org/{}",
}
"""Where an id leads, the publisher's own pages first."""
PUBLISHED = ("doi", "acl", "openreview", "arxiv", "pmid")
"""The ids whose page is the paper's own, best first; the others describe it."""


FORMATS = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}
"""The formats of the downloads under `cite/`, with the endings of their files."""
PER_PART = 1_000
"""Records in one file; more go on in `<name>/2`, `<name>/3`, so that no file grows without a bound."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What is known of a paper for a bibliography; texts are plain and on one line, what is unknown is empty.

    `spans` is the title with its math, `title` the same as plain text; `authors` are as printed, in order.
    """

    key: Slug
    title: str
    spans: tuple[Span, ...]
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str = ""
    arxiv: str = ""
    pmid: str = ""
    isbn: str = ""
    url: str = ""
    code: str = ""

    @property
    def names(self) -> tuple[Name, ...]:
        """The authors' names in parts."""
        return tuple(parse_name(author) for author in self.authors)

    @property
    def is_preprint(self) -> bool:
        """Known from arXiv and from nowhere else."""
        return bool(self.arxiv) and not self.doi


def id_url(kind: str, value: str) -> str:
    """The address an id stands for.

    >>> id_url("arxiv", "2410.23168")
    'https://arxiv.org/abs/2410.23168'
    """
    return ID_URLS[kind].format(quote(value, safe="/:;()@!$&+=,~._-"))


def make_citation(paper: Paper) -> Citation:
    """The citation of a paper."""
    links = {link.kind: link.url for link in reversed(paper.links)}
    own = next((id_url(kind, paper.ids[kind]) for kind in PUBLISHED if paper.ids.get(kind)), "")
    title = clean(paper.title)
    return Citation(
        key=paper.slug,
        title=clean(to_plain(title)),
        spans=parse_spans(title),
        authors=tuple(author for printed in paper.authors if (author := clean(to_plain(clean(printed))))),
        year=paper.year,
        doi=clean(paper.ids.get("doi", "")),
        arxiv=clean(paper.ids.get("arxiv", "")),
        pmid=clean(paper.ids.get("pmid", "")),
        isbn=clean(paper.ids.get("isbn", "")),
        url=own or clean(links.get("paper", "")),
        code=clean(links.get("code", "")),
    )


def part_names(name: str, count: int) -> list[str]:
    """The names of the files that `count` records fill.

    >>> part_names("topics/tea", 1001)
    ['topics/tea', 'topics/tea/2']
    """
    return [name if part == 1 else f"{name}/{part}" for part in range(1, -(-count // PER_PART) + 1)]


# --- plain text ----------------------------------------------------------------------------------------


def to_text(citation: Citation) -> str:
    """One line for a reader.

    >>> to_text(Citation(Slug("x"), "Kettle", (), ("Boyle, Ada", "Max Ober"), 2026, arxiv="2601.01234"))
    'Ada Boyle and Max Ober (2026). Kettle. arXiv:2601.01234.'
    """
    people = [name.in_order for name in citation.names]
    who = ", ".join(people[:-1]) + (" and " if people[:-1] else "") + "".join(people[-1:])
    when = f"({citation.year})" if citation.year else ""
    parts = [" ".join(part for part in (who, when) if part), citation.title]
    parts.append(f"arXiv:{citation.arxiv}" if citation.arxiv else "")
    text = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    address = citation.url if not citation.is_preprint else ""
    return f"{text} {address}".strip()


# A record stands in the cite box, in the paper's own file, and in those of everything, of its topics and listings:
# BibTeX and RIS are written once. CSL-JSON costs as much to look up as to write.

# --- BibTeX --------------------------------------------------------------------------------------------

# TeX's own characters, and those that its older fonts print as something else. Braces are commands, because
# BibTeX counts bare and escaped ones alike. All other characters stay as they are: BibTeX files are UTF-8.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\ensuremath{\lbrace}}",
    "}": r"{\ensuremath{\rbrace}}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"{{\\ensuremath{{{character}}}}}" for character in "<>|"},
    **{character: "\\" + character for character in "$&#_%"},
}
_LIGATURES = ("--", "``", "''", "?`", "!`", ",,")
_TEX_SIGN = re.compile(
    "|".join([f"[{re.escape(''.join(_TEX))}]", *(f"(?<={re.escape(two[0])}){re.escape(two[1])}" for two in _LIGATURES)])
)
"""One of `_TEX`, or the second sign of a ligature."""


def tex_text(text: str) -> str:
    r"""Plain text for TeX: prints as the same characters, and its braces are balanced.

    >>> print(tex_text("50% of {x & a_b -- ü"))
    50\% of {\ensuremath{\lbrace}}x \& a\_b -{}- ü
    """
    return _TEX_SIGN.sub(_tex_sign, text)


def _tex_sign(match: re.Match[str]) -> str:
    return _TEX.get(match[0]) or "{}" + match[0]


def _tex_span(span: Span) -> str:
    if span.style not in {Style.MATH, Style.DISPLAY} or not _is_balanced(span.text):
        return tex_text(span.text)
    return f"${span.text}$"


def _is_balanced(tex: str) -> bool:
    """Whether math can stand between dollars in a field: every brace has its other, none is escaped."""
    depth = 0
    for character in tex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0 or character in "$%@":
            return False
    return depth == 0 and "\\{" not in tex and "\\}" not in tex and not tex.endswith("\\") and bool(tex.strip())


def _tex_name(printed: str) -> str:
    """A name that BibTeX takes apart as we do; a group's in braces, which keep it whole."""
    name = parse_name(printed)
    whole = not name.given
    text = " ".join(
        f"{{{tex_text(word)}}}" if word.lower() in {"and", "others"} else tex_text(word)
        for word in (name.family if whole else name.inverted if name.suffix else printed).split()
    )
    if (whole and " " in text) or text.lower() == "others" or (whole and "," in text):
        return f"{{{text}}}"
    return text


@functools.lru_cache(maxsize=20_000)
def to_bibtex(citation: Citation) -> str:
    """A BibTeX entry, in UTF-8. A title keeps its capitals by a second pair of braces; an arXiv id stands as arXiv
    asks (https://info.arxiv.org/help/hypertex/bibstyles/), but for the primary class, which we do not know.
    """
    title = "".join(_tex_span(span) for span in citation.spans) or tex_text(citation.title)
    fields = {
        "title": f"{{{title}}}",
        "author": " and ".join(_tex_name(author) for author in citation.authors),
        "year": str(citation.year or ""),
        "eprint": citation.arxiv,
        "archiveprefix": "arXiv" if citation.arxiv else "",
        "doi": _bare(citation.doi),
        "isbn": _bare(citation.isbn),
        "pmid": _bare(citation.pmid),
        "url": _bare(citation.url),
        "note": f"Code: {tex_text(citation.code)}" if citation.code else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _bare(identifier: str) -> str:
    """An id or address for a field that styles print as it is: only what would break the file is encoded."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" else c for c in identifier)


# --- RIS -----------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=20_000)
def to_ris(citation: Citation) -> str:
    """A RIS record (Reference Manager's format): a tag, two spaces, a hyphen, a space, the value; CRLF ends a line.

    The type is GEN, the generic one, because we know of no journal or book. Names are "Family, Given, Suffix". An
    arXiv id is the accession number of the database arXiv.
    """
    lines = [("TY", "GEN"), ("ID", citation.key), ("TI", citation.title)]
    lines += [("AU", name.inverted) for name in citation.names]
    lines += [("PY", str(citation.year or "")), ("DO", citation.doi)]
    if citation.arxiv:
        lines += [("AN", f"arXiv:{citation.arxiv}"), ("DB", "arXiv")]
    lines += [("SN", citation.isbn), ("UR", citation.url.replace(";", "%3B"))]
    lines += [("N1", f"PMID: {citation.pmid}" if citation.pmid else "")]
    lines += [("N1", f"Code: {citation.code}" if citation.code else "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


# --- CSL-JSON ------------------------------------------------------------------------------------------


def to_csl(citation: Citation) -> dict[str, JsonValue]:
    """An item of CSL-JSON (citation-style-language/schema, csl-data.json; CSL 1.0.2, Appendix III and IV).

    A preprint is an `article`, anything else a `document`: the types that claim least.
    """
    item: dict[str, JsonValue] = {
        "id": citation.key,
        "type": "article" if citation.is_preprint else "document",
        "title": citation.title,
    }
    if citation.authors:
        item["author"] = [_csl_name(name) for name in citation.names]
    if citation.year:
        item["issued"] = {"date-parts": [[citation.year]]}
    if citation.arxiv:
        item["number"] = f"arXiv:{citation.arxiv}"
    if citation.is_preprint:
        item["publisher"] = "arXiv"
    known = {"DOI": citation.doi, "PMID": citation.pmid, "ISBN": citation.isbn, "URL": citation.url}
    item |= {key: value for key, value in known.items() if value}
    if citation.code:
        item["note"] = f"Code: {citation.code}"
    return item


def _csl_name(name: Name) -> JsonValue:
    if not name.given:
        return {"literal": name.family}
    parts: dict[str, JsonValue] = {"family": name.family, "given": name.given}
    return parts | ({"suffix": name.suffix} if name.suffix else {})

r"""The list as a LaTeX review: a section for each topic, `\cite` with one key a line, an item for a note."""

import re
from collections.abc import Iterator

from litwiki.citations import cite, to_bibtex
from litwiki.citations.bibtex import key_of
from litwiki.citations.tex import is_harmless
from litwiki.curation.one_list.as_markdown import HOME, with_links
from litwiki.curation.one_list.sections import Section
from litwiki.model.wiki import Wiki
from litwiki.text.tex_writer import tex_text

LEVELS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
MATH = re.compile(r"(?<![\\$])(\$[^$\n]{1,500}\$)")
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<?([^<>\s()]+)>?\)")


def latex_page(wiki: Wiki, marked: str, bibliography: str) -> str:
    """A whole file for a wiki that has none yet. `bibliography` is the name of the file beside it, without ending."""
    return (
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{amsmath,amssymb,hyperref}\n"
        f"\\title{{{tex_text(wiki.config.site_name)}}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle\n\n"
        f"{_prose(wiki, wiki.home)}\n\n{marked}\n"
        f"\\bibliographystyle{{plain}}\n\\bibliography{{{bibliography}}}\n\\end{{document}}\n"
    )


def bibliography(wiki: Wiki) -> str:
    """All papers by their slugs, as BibTeX."""
    return "\n".join(to_bibtex(cite(wiki, slug)) for slug in sorted(wiki.papers))


def latex_section(wiki: Wiki, section: Section) -> Iterator[str]:
    """The lines of a heading and its papers."""
    yield f"\\{LEVELS[min(section.level, len(LEVELS)) - 1]}{{{tex_text(section.name)}}}"
    if section.topic and section.topic.introduction.strip():
        yield f"{_prose(wiki, section.topic.introduction, f'content/topics/{section.topic.id}.md')}\n"
    noted = [(slug, note) for slug, note in section.papers if note]
    rest = [key_of(cite(wiki, slug)) for slug, note in section.papers if not note]
    if noted:
        yield "\\begin{itemize}"
        yield from (f"\\item \\cite{{{key_of(cite(wiki, slug))}}} {tex_text(note)}" for slug, note in noted)
        yield "\\end{itemize}"
    if rest:
        keys = ",%\n".join(rest)
        yield f"\\cite{{{keys}}}"
    yield ""


def _prose(wiki: Wiki, markdown: str, source: str = HOME) -> str:
    """The words of an introduction; its links are links, and its other signs are what they are."""
    paragraphs = re.split(r"\n\s*\n", with_links(wiki, markdown.strip(), source))
    return "\n\n".join(_paragraph(text) for text in paragraphs if text.strip())


def _paragraph(markdown: str) -> str:
    first, *rest = LINK.split(markdown)
    pieces = [_words(first)]
    for label, target, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        address = re.sub(r"([%#&~_\\])", r"\\\1", target)
        pieces += [f"\\href{{{address}}}{{{_words(label)}}}", _words(text)]
    return "".join(pieces)


def _words(markdown: str) -> str:
    """Text between links; formulas stay where TeX can do nothing but print them."""
    pieces = MATH.split(re.sub(r"(?<!\\)\*{1,2}", "", markdown))
    for number, piece in enumerate(pieces):
        if not number % 2 or not is_harmless(piece):
            plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", piece)
            pieces[number] = tex_text(re.sub(r"\s+", " ", plain))
    return "".join(pieces)

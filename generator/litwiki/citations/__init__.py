"""How to cite a paper: what is known of it in, one record and its printed forms out.

Nothing is invented: what a paper's file and its bibliography do not say is in no form. Every form is made from the
same `Citation`, and none of them is Markdown or HTML: pages escape them, downloads are made of them. Each form is a
module: `bibtex`, `ris`, `csl_json`, `text`.
"""

from litwiki.citations.bibtex import to_bibtex
from litwiki.citations.csl_json import to_csl
from litwiki.citations.of_wiki import cite_page, cite_wiki
from litwiki.citations.record import PER_PART, SHOWN_AUTHORS, Citation, cite, make_citation, part_names
from litwiki.citations.ris import beside_csl, to_ris
from litwiki.citations.text import to_text, where

__all__ = [
    "FORMATS",
    "PER_PART",
    "SHOWN_AUTHORS",
    "Citation",
    "beside_csl",
    "cite",
    "cite_page",
    "cite_wiki",
    "make_citation",
    "part_names",
    "to_bibtex",
    "to_csl",
    "to_ris",
    "to_text",
    "where",
]

FORMATS = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}
"""The formats of the downloads under `cite/`, with the endings of their files."""

"""Addresses in running text: where they end, what they lead to, and when two are one."""

import re

from litwiki.text.id_kinds import trimmed

ADDRESS = re.compile(
    r"(?:https?://|(?<![\w/.@])(?:www\.|github\.com/|gitlab\.com/|huggingface\.co/))[^\s<>\"\\^`{|}]+",
    re.IGNORECASE,
)
DATA_WORDS = re.compile(r"\b(?:data ?sets?|data|benchmark|corpus)\b", re.IGNORECASE)
CODE_WORDS = re.compile(r"\b(?:codes?|implementation|source|repository|library|package)\b", re.IGNORECASE)
MODEL_WORDS = re.compile(r"\b(?:models?|checkpoints?|weights)\b", re.IGNORECASE)


def find_links(raw: str) -> dict[str, str]:
    """The addresses that a text prints, each with its kind, in order. A text names other papers, too: an address of
    one is a `project`'s.

    The sentence's punctuation is no part of an address (`https://github.com/x/y.` ends before the dot),
    and neither is a closing bracket that was not opened inside it. The kind comes from the host, but for data
    that the words of the same sentence before it say are there.

    >>> find_links("Code is at https://github.com/x/y.")
    {'https://github.com/x/y': 'code'}
    """
    if not _may_have_address(raw):
        return {}
    kinds: dict[str, str] = {}
    for match in ADDRESS.finditer(raw):
        address = trimmed(match[0], ".,;:!?'’”*~")
        if "://" not in address:
            address = f"https://{address}"
        host = address.split("/")[2].lower()
        if "." not in host:
            continue
        sentence = re.split(r"[.!?;]\s", raw[max(0, match.start() - 160) : match.start()])[-1]
        kind = link_kind(address).replace("paper", "project")
        others = {"code": CODE_WORDS, "model": MODEL_WORDS}.get(kind)
        is_data = others and DATA_WORDS.search(sentence) and not others.search(sentence)
        kinds.setdefault(address, "data" if is_data else kind)
    return kinds


HOSTS = {
    **dict.fromkeys(("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht"), "code"),
    **dict.fromkeys(("anonymous.4open.science", "sourceforge.net", "pypi.org", "cran.r-project.org"), "code"),
    **dict.fromkeys(("zenodo.org", "figshare.com", "kaggle.com", "datadryad.org", "dataverse.harvard.edu"), "data"),
    **dict.fromkeys(("youtube.com", "youtu.be", "vimeo.com", "slideslive.com", "bilibili.com"), "video"),
    **dict.fromkeys(("speakerdeck.com", "slideshare.net"), "slides"),
    **dict.fromkeys(("medium.com", "substack.com", "wordpress.com", "blogspot.com", "dev.to"), "blog"),
    **dict.fromkeys(("colab.research.google.com", "replicate.com", "gradio.app", "streamlit.app"), "demo"),
    **dict.fromkeys(("github.io", "gitlab.io", "sites.google.com", "netlify.app", "pages.dev"), "project"),
    **dict.fromkeys(("arxiv.org", "openreview.net", "aclanthology.org", "semanticscholar.org", "biorxiv.org"), "paper"),
    **dict.fromkeys(("proceedings.mlr.press", "openaccess.thecvf.com", "dl.acm.org", "ieeexplore.ieee.org"), "paper"),
    **dict.fromkeys(("papers.nips.cc", "proceedings.neurips.cc", "link.springer.com", "sciencedirect.com"), "paper"),
    **dict.fromkeys(("hal.science", "ssrn.com", "jstor.org", "ncbi.nlm.nih.gov", "dblp.org"), "paper"),
    "doi.org": "doi",
}
"""What is found at the addresses of hosts, and of those below them."""
HUGGING_FACE = {"datasets": "data", "spaces": "demo", "papers": "paper", "blog": "blog", "collections": "project"}
"""By the first part of the path; what has another one is a model."""


def link_kind(url: str, otherwise: str = "project") -> str:
    """What an address leads to by itself: one of the kinds of links, `otherwise` where it does not tell.

    >>> link_kind("https://github.com/tea/kettle"), link_kind("https://tea.github.io/kettle/")
    ('code', 'project')
    >>> link_kind("https://huggingface.co/datasets/tea/pots"), link_kind("https://example.org", "paper")
    ('data', 'paper')
    """
    match = re.match(r"https?://([^/?#\s]+)([^?#\s]*)", url, re.IGNORECASE)
    if not match:
        return otherwise
    host, path = match[1].lower().rpartition("@")[2].partition(":")[0], match[2].lower()
    above = (host, *(host[dot.end() :] for dot in re.finditer(r"\.", host)))
    if "huggingface.co" in above or host == "hf.co":
        return HUGGING_FACE.get(path.split("/")[1] if "/" in path else "", "model")
    known = next((HOSTS[name] for name in above if name in HOSTS), None)
    if known == "data" and host.endswith("kaggle.com") and "/code/" in path:
        return "code"
    return known or ("code" if host.startswith("git.") else "paper" if path.endswith(".pdf") else otherwise)


def without_links(raw: str) -> str:
    """`raw` without the addresses in it: they are no words of the text."""
    return ADDRESS.sub(" ", raw) if _may_have_address(raw) else raw


def _may_have_address(raw: str) -> bool:
    """Whether there is anything that `ADDRESS` could find: each of its ways has one of these."""
    return "/" in raw or "www." in raw.lower()


def normal_url(url: str) -> str:
    """`url` with the letters, digits and marks unescaped that need no escape (RFC 3986, 6.2.2.2).

    >>> normal_url("https://github.com/x/a%2Db%20c")
    'https://github.com/x/a-b%20c'
    """

    def unescaped(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character.isascii() and (character.isalnum() or character in "-._~") else match[0]

    return re.sub(r"%([0-9A-Fa-f]{2})", unescaped, url)

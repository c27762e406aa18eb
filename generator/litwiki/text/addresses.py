"""Addresses in running text: where they end, what they lead to, and when two are one."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as a text prints it: its kind (`code`, `data`, `model`, `project`, `doi`) and address."""

    kind: str
    url: str


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
    if not _may_have_address(raw):
        return ()
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

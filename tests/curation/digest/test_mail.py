"""A digest as a mail: what mail programs cut, strip or turn around is not there."""

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from litwiki.curation.digest.letter import to_text
from litwiki.curation.digest.mail import files_of
from litwiki.model.config import Config
from litwiki.model.errors import UsageError
from litwiki.model.ids import DigestId, Slug
from litwiki.model.records import Paper, PublishedDigest
from litwiki.model.wiki import Wiki

CONFIG = Config(Path("/nowhere"), "Töpfe & Co", "https://example.org/pots/")
WIKI = Wiki(CONFIG, {Slug("kettle"): Paper(Slug("kettle"), "Kettle")}, {}, {})
TEXT = """One *paper* came.

# New papers

## Tea

- [Kettle](../papers/kettle.md) by Ada Boyle\\
  It boils <script>alert(1)</script> 5 < 6 & more.
- [Away](javascript:alert(1)), [gone](../papers/gone.md), <https://example.org/x>

| pot | size |
|---|---|
| lid | 3 |

> Quoted.
"""


def digest(text: str = TEXT) -> PublishedDigest:
    return PublishedDigest(
        DigestId("2026-w48"), "New: töpfe, 23–29 November 2026", "2026-11-23", "2026-11-29", None, text
    )


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def mail_of(wiki: Wiki, digest: PublishedDigest, sender: str = "", *, is_page: bool) -> bytes:
    return files_of(wiki, digest, sender, is_page=is_page)[f"{digest.id}.eml"]


class Tags(HTMLParser):
    """Every tag with its attributes; all of them are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_mail_has_both_texts_and_the_headers_of_a_draft() -> None:
    raw = mail_of(WIKI, digest(), is_page=True)
    message = read(raw)
    assert message["Subject"] == digest().title
    assert str(message["From"]) == "Töpfe & Co <digest@example.org>"
    assert message["Date"].datetime.isoformat() == "2026-11-29T00:00:00+00:00"
    assert message["Message-ID"].startswith("<2026-w48.")
    assert message["X-Unsent"] == "1"
    assert [piece.get_content_type() for piece in message.iter_parts()] == ["text/plain", "text/html"]
    assert raw == mail_of(WIKI, digest(), is_page=True)
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_html_keeps_the_limits_of_mail_programs() -> None:
    html = part(read(mail_of(WIKI, digest(), is_page=True)), "html")
    tags = Tags(html).found
    assert {tag for tag, _ in tags}.isdisjoint({"script", "style", "link", "img", "form", "iframe", "svg"})
    assert {name for _, attributes in tags for name in attributes}.isdisjoint({"class", "id", "onclick"})
    links = [attributes.get("href") for tag, attributes in tags if tag == "a"]
    assert all(link is None or link.startswith("https://example.org/") for link in links)
    assert "https://example.org/pots/papers/kettle/" in links
    assert "https://example.org/pots/digests/2026-w48/" in links
    assert not re.search(r"(?<!-)color\s*:(?!\s*#888888)|background", html.replace("color-scheme", "")), (
        "dark stays dark"
    )
    assert 'content="light dark"' in html
    assert "max-width:600px" in html
    assert "<script" not in html
    assert "5 &lt; 6 &amp; more." in html


def test_a_mail_beyond_gmails_limit_ends_with_an_item_and_says_so() -> None:
    long = "# New papers\n\n" + "\n".join(
        f"- [Kettle](../papers/kettle.md) number {n} " + "tea " * 40 for n in range(900)
    )
    html = part(read(mail_of(WIKI, digest(long), is_page=True)), "html")
    assert 90_000 < len(html.encode()) < 102_000
    assert "This mail has not all of it" in html
    assert Tags(html).found
    assert re.search(r"tea ?</li>\s*</ul>", html)


def test_plain_text_is_lines_with_addresses_below() -> None:
    text = to_text(WIKI, digest())
    assert "New papers\n==========" in text
    assert "Tea\n---" in text
    assert "- Kettle by Ada Boyle\n  It boils" in text
    assert "\n  https://example.org/pots/papers/kettle/\n" in text
    assert all(len(line) <= 72 for line in text.split("\n"))


def test_who_cannot_send_is_told_why() -> None:
    with pytest.raises(UsageError, match="site_url"):
        mail_of(Wiki(Config(Path("/nowhere"), "Pots", ""), {}, {}, {}), digest(), is_page=False)
    unknown = Wiki(Config(Path("/nowhere"), "Pots", f"https://{'pot' * 30}.example/"), {}, {}, {})
    with pytest.raises(UsageError, match="no name of a host"):
        mail_of(unknown, digest(), is_page=False)
    for wrong in (
        "nobody",
        "a b c",
        "Ada <ada@x\r\nBcc: eve@example.org>",
        "<ada@example.org>, <ben@example.org>",
        "Ada <ada@töpfe.example>",
        '""@example.org',
        f"{'pot' * 500} <ada@example.org>",
    ):
        with pytest.raises(UsageError, match="send from"):
            mail_of(WIKI, digest(), wrong, is_page=False)
    assert (
        str(read(mail_of(WIKI, digest(), "Ada Boyle <ada@example.org>", is_page=False))["From"])
        == "Ada Boyle <ada@example.org>"
    )


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://töpfe.example/", "xn--tpfe-5qa.example"),
        ("http://[::1]:8000/", "[IPv6:::1]"),
        ("https://a:b@tea.example/", "tea.example"),
    ],
)
def test_an_address_of_other_signs_is_written_as_mail_knows_it(address: str, host: str) -> None:
    wiki = Wiki(Config(Path("/nowhere"), "Töpfe\nBcc: eve@tea.example " + "x" * 2_000, address), {}, {}, {})
    raw = mail_of(wiki, digest(), is_page=False)
    assert f"digest@{host}".encode() in raw
    assert f"@{host}>\r\nX-Unsent".encode() in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert read(raw)["Bcc"] is None

"""A digest as a mail: one file (RFC 5322) with plain text and HTML that say the same, the same bytes every time.

Nothing here sends it. The file is a draft (`X-Unsent`, which Outlook and others open for writing); who sends it says to
whom. Its date is the last day of the digest and its id the address of the wiki: a mail that is made twice is one mail.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from urllib.parse import urlsplit

from litwiki.curation.digest.letter import to_html, to_markdown, to_text
from litwiki.model.digests import digest_of
from litwiki.model.errors import UsageError
from litwiki.model.ids import digest_path, url_of
from litwiki.model.records import PublishedDigest
from litwiki.model.wiki import Wiki
from litwiki.templates import make_environment
from litwiki.text.words import clean

LONGEST_NAME = 150
"""Characters of a sender's name; Python breaks no line within one (RFC 5322: at most 998 bytes)."""


def files_of(wiki: Wiki, digest: PublishedDigest, sender: str = "", *, is_page: bool) -> Mapping[str, bytes]:
    """Markdown, plain text, HTML and a mail with both, by the names of their files. `is_page` where the digest has a
    page of its own. Raises `UsageError` where the wiki has no address or the sender is none."""
    if not wiki.config.site_url:
        raise UsageError("a mail needs whole addresses: set site_url in mkdocs.yml")
    page = wiki.config.address_of(url_of(digest_path(digest.id))) if is_page else ""
    text, html = _text(wiki, digest, page), _html(wiki, digest, page)
    return {
        f"{digest.id}.md": to_markdown(wiki, digest).encode(),
        f"{digest.id}.txt": text.encode(),
        f"{digest.id}.html": html.encode(),
        f"{digest.id}.eml": _mail(wiki, digest, sender, text, html),
    }


def _html(wiki: Wiki, digest: PublishedDigest, page: str) -> str:
    """A whole document with a frame of 600 pixels."""
    body, is_whole = to_html(wiki, digest)
    template = make_environment(wiki.config.root).get_template("mail.html.j2")
    title, site, home = clean(digest.title), clean(wiki.config.site_name), wiki.config.address_of("")
    return template.render(title=title, site=site, home=home, page=page, body=body, is_whole=is_whole)


def _text(wiki: Wiki, digest: PublishedDigest, page: str) -> str:
    title = clean(digest.title)
    end = [f"On the web: {page}"] if page else []
    end += [f"{clean(wiki.config.site_name)}: {wiki.config.address_of('')}"]
    return "\n".join([title, "=" * min(72, len(title)), "", to_text(wiki, digest), "-- ", *end, ""])


def _mail(wiki: Wiki, digest: PublishedDigest, sender: str, text: str, html: str) -> bytes:
    host = _host(wiki)
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = clean(digest.title)
    mail["From"] = _sender(sender, wiki, host)
    mail["To"] = "undisclosed-recipients:;"
    mail["Date"] = format_datetime(datetime.fromisoformat(digest.until).replace(tzinfo=UTC))
    mail["Message-ID"] = f"<{digest.id}.{digest_of(digest.text)[:16]}@{host}>"
    mail["X-Unsent"] = "1"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{digest_of('boundary', digest.text)[:32]}")
    return mail.as_bytes()


def _sender(sender: str, wiki: Wiki, host: str) -> Address:
    if not sender:
        return Address(clean(wiki.config.site_name)[:LONGEST_NAME], "digest", host)
    # Whatever stands beside one address would be dropped, and signs of other scripts need another kind of mail.
    addresses = getaddresses([sender])
    name, written = addresses[0] if len(addresses) == 1 and len(sender) <= 2 * LONGEST_NAME else ("", "")
    try:
        address = Address(name, addr_spec=written)
    except (MessageError, ValueError, IndexError):
        address = Address()
    if not address.domain or not address.username or not written.isascii() or not sender.isprintable():
        raise UsageError(f"{sender!r} is no address to send from; write 'Name <name@example.org>'")
    return address


def _host(wiki: Wiki) -> str:
    """The host of the wiki's address as mail writes it: in ASCII (RFC 5890), an address of numbers in brackets."""
    host = urlsplit(wiki.config.site_url).hostname or ""
    if ":" in host:
        return f"[IPv6:{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise UsageError(f"{host!r} in site_url is no name of a host that mail knows") from None

"""A digest as files: what was made in, four forms out, by their names."""

from collections.abc import Mapping

from litwiki.curation.digest import Made
from litwiki.curation.digest.letter import to_markdown
from litwiki.curation.digest.mail import html_of, mail_of, text_of


def files_of(made: Made, sender: str = "", *, is_page: bool) -> Mapping[str, bytes]:
    """Markdown, plain text, HTML and a mail with both. Raises `UsageError` where the wiki has no address."""
    wiki, digest = made.wiki, made.digest
    return {
        f"{digest.id}.md": to_markdown(wiki, digest).encode(),
        f"{digest.id}.txt": text_of(wiki, digest, is_page=is_page).encode(),
        f"{digest.id}.html": html_of(wiki, digest, is_page=is_page).encode(),
        f"{digest.id}.eml": mail_of(wiki, digest, sender, is_page=is_page),
    }

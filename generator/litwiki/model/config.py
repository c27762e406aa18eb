"""The wiki's settings as the rest of litwiki sees them; `content` reads them from files.

The site's name and address stand in `mkdocs.yml`, where MkDocs and every other engine look for them;
everything that is litwiki's own stands in `site_config/wiki.yml` (docs/decisions/003).
"""

from pathlib import Path
from typing import Literal

from msgspec import Struct

WIKI_FILE = "site_config/wiki.yml"
MKDOCS_FILE = "mkdocs.yml"


class License(Struct, frozen=True):
    """Under what the wiki's own texts may be used: name and address of the license, its SPDX id if usual."""

    name: str
    url: str
    spdx: str = ""


class Settings(Struct, frozen=True):
    """What pages and exports may know of a wiki's settings: nothing of the machine that builds them."""

    site_name: str
    site_url: str = ""
    repository: str = ""
    branch: str = "main"
    highwire: bool = True
    editing: bool = True
    curators: tuple[str, ...] = ()
    license: License | None = None

    def address_of(self, url: str) -> str:
        """The full address of a page or file of the site by its address from the site's root; empty where the site
        has none.
        """
        return f"{self.site_url.rstrip('/')}/{url}" if self.site_url else ""


class Config(Struct, frozen=True):
    """Settings of one wiki; `root` is the folder that holds `content/` and `mkdocs.yml`."""

    root: Path
    site_name: str
    site_url: str = ""
    abstracts: Literal["keep", "omit"] = "keep"
    repository: str = ""
    """Where the sources are, such as `https://github.com/me/my-wiki`; edit links lead there."""
    branch: str = "main"
    groups: tuple[str, ...] = ()
    """The order of the topic groups; groups that are not named follow in alphabetical order."""
    highwire: bool = True
    """Whether the pages of papers carry the tags that reference managers read."""
    editing: bool = True
    """Whether the site has the page /edit/."""
    sources: tuple[str, ...] = ()
    """Where listings wait to be ingested: patterns of files below `root`, such as `incoming/*.txt`."""
    curators: tuple[str, ...] = ()
    """Who keeps the wiki, as citations of it name them."""
    license: License | None = None
    """That of the wiki's own texts."""
    host: str = "none"
    """Where the site is published, a name of `model.hosts.HOSTS`."""
    records: str = "auto"
    """Whether each paper has a file of its own in the API, or shares one with others; auto: by how many there are."""

    @property
    def content(self) -> Path:
        """The folder that people own."""
        return self.root / "content"

    @property
    def build(self) -> Path:
        """The folder of everything derived; never committed."""
        return self.root / "build"

    @property
    def settings(self) -> Settings:
        """The part that pages may know."""
        return Settings(*(getattr(self, name) for name in Settings.__struct_fields__))

    def address_of(self, url: str) -> str:
        """As of the settings."""
        return self.settings.address_of(url)


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds a `site_config/wiki.yml`."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / WIKI_FILE).is_file()), None)

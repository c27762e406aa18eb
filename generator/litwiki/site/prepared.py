"""What MkDocs says of a site before any page is read, in a form that outlives a run."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Prepared(Struct, frozen=True):
    """The files of the theme by their paths in the site, the pages of the navigation, what becomes of templates that
    are no page's, and MkDocs' warnings."""

    files: Mapping[str, str]
    navigation: frozenset[str]
    templates: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {
            "files": dict(self.files),
            "navigation": sorted(self.navigation),
            "templates": {name: text.decode() for name, text in self.templates.items()},
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Prepared":
        """What `to_json` wrote down. Raises `KeyError`, `TypeError` and the like."""
        templates = {str(name): str(text).encode() for name, text in told["templates"].items()}
        return cls({**told["files"]}, frozenset(told["navigation"]), templates, tuple(told["warnings"]))

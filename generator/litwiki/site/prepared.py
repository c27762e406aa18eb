"""What MkDocs says of a site before any page is read, in a form that outlives a run."""

from collections.abc import Mapping

from msgspec import Struct


class Prepared(Struct, frozen=True):
    """The files of the theme by their paths in the site, the pages of the navigation, what becomes of templates that
    are no page's, and MkDocs' warnings."""

    files: Mapping[str, str]
    navigation: frozenset[str]
    templates: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()

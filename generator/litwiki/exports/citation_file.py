"""`CITATION.cff`: how to cite the wiki, in the Citation File Format 1.2.0 (citation-file-format.github.io).

GitHub shows it where it lies in the root of a repository; `litwiki export citation` writes it there. Its day and
version are those of the content, so that the same content gives the same file.
"""

from collections.abc import Iterable
from functools import partial

from litwiki.facts.site import Site
from litwiki.markup.yaml import yaml_text
from litwiki.model.arrivals import last_change
from litwiki.model.config import Settings
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output
from litwiki.model.wiki import Wiki
from litwiki.text.name_parts import parse_name

name = "citation_file"
MESSAGE = "For a result, cite the paper itself. For the texts of this wiki, cite it as below."


def files(site: Site) -> Iterable[Output]:
    """One file."""
    inputs = (site.settings, [group for group, _ in site.wiki.groups], site.last_change)
    yield Output(DocPath("CITATION.cff"), inputs, partial(_bytes, *inputs))


def citation_file(wiki: Wiki) -> bytes:
    """The file of a wiki."""
    return _bytes(wiki.config.settings, [group for group, _ in wiki.groups], last_change(wiki))


def _bytes(settings: Settings, keywords: list[str], day: str) -> bytes:
    lines = ["cff-version: 1.2.0", f"message: {yaml_text(MESSAGE)}", "type: dataset"]
    lines += [f"title: {yaml_text(settings.site_name)}", "authors:"]
    for curator in settings.curators or (f"{{The curators of {settings.site_name}}}",):
        person = parse_name(curator)
        if person.given:
            lines += [f"- family-names: {yaml_text(person.family)}", f"  given-names: {yaml_text(person.given)}"]
            lines += [f"  name-suffix: {yaml_text(person.suffix)}"] if person.suffix else []
        else:
            lines.append(f"- name: {yaml_text(person.family)}")
    terms = settings.license
    optional = {
        "url": settings.site_url,
        "repository-code": settings.repository,
        "license": terms.spdx if terms else "",
        "license-url": terms.url if terms and not terms.spdx else "",
        "version": day,
        "date-released": day,
    }
    lines += [f"{key}: {yaml_text(value)}" for key, value in optional.items() if value]
    lines += ["keywords:", *(f"- {yaml_text(word)}" for word in dict.fromkeys(keywords))] if keywords else []
    return "\n".join([*lines, ""]).encode()

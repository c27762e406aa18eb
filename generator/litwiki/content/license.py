"""The license of a wiki's own texts: an SPDX id that wikis commonly use, or a name with an address.

The ids are those of the SPDX license list (spdx.org/licenses) that the Citation File Format 1.2.0 knows as well.
"""

import re
from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import Fields, Key, Kind, Report, instead, nearest, schema_of, wrong
from litwiki.content.items import LINK_ADDRESS
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.content.text_fields import text_kind
from litwiki.model.config import License

_CREATIVE = "https://creativecommons.org/licenses/"
LICENSES: AnyMapping[str, License] = {
    one.spdx: one
    for one in (
        *(
            License(f"CC {kind.upper()} {version}", f"{_CREATIVE}{kind}/{version}/", f"CC-{kind.upper()}-{version}")
            for version, kinds in (("4.0", "by by-sa by-nc by-nc-sa by-nd by-nc-nd"), ("3.0", "by by-sa"))
            for kind in kinds.split()
        ),
        License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        *(
            License(name, f"https://spdx.org/licenses/{spdx}.html", spdx)
            for name, spdx in (
                ("MIT License", "MIT"),
                ("Apache License 2.0", "Apache-2.0"),
                ("BSD 3-Clause License", "BSD-3-Clause"),
                ("GNU GPL 3 or later", "GPL-3.0-or-later"),
                ("GNU FDL 1.3 or later", "GFDL-1.3-or-later"),
                ("Open Database License 1.0", "ODbL-1.0"),
                ("Open Data Commons Attribution 1.0", "ODC-By-1.0"),
                ("Public Domain Dedication and License 1.0", "PDDL-1.0"),
            )
        ),
    )
}
_BY_LETTERS = {re.sub(r"[\W_]", "", spdx).lower(): spdx for spdx in LICENSES}
KEYS = (
    Key("name", text_kind(80), "The name that readers see.", needed=True),
    Key("url", LINK_ADDRESS, "The address of its text.", needed=True),
)


def _license(node: Node, report: Report) -> License | None:
    if isinstance(node, Mapping):
        return Fields(node, KEYS, report, is_item=True).record(License)
    text = node.text.strip()
    if not text and isinstance(node, Scalar):
        return None
    if text in LICENSES:
        return LICENSES[text]
    meant = _BY_LETTERS.get(re.sub(r"[\W_]", "", text[:80]).lower(), "")
    fix = f"write {meant}" if meant else nearest(text[:80], LICENSES) or "write {name: '…', url: 'https://…'}"
    report(wrong(node, f"{text[:80]!r} is no license that litwiki knows by this id", fix, "F004", instead(node, meant)))
    return None


LICENSE_KIND = Kind(
    _license,
    None,
    {**schema_of(KEYS), "type": ["string", "object"], "pattern": f"^(?:{'|'.join(map(re.escape, LICENSES))})?$"},
)
"""An SPDX id, `{name: …, url: …}`, or nothing."""

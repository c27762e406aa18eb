"""Values as JSON: files, elements of a page, and scripts that are data."""

import json
import unicodedata
from collections.abc import Callable

from msgspec.json import Encoder

from litwiki.model.as_json import JsonValue

compact: Callable[[JsonValue], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode
"""`json.dumps` makes an encoder for every value, which takes longer than to encode a short one."""


_encode = Encoder().encode


def json_bytes(value: object) -> bytes:
    """A JSON document in UTF-8, keys in the order given, one line; records are objects of their fields."""
    written = _encode(value)
    return (written if written.isascii() else unicodedata.normalize("NFC", written.decode()).encode()) + b"\n"


def json_ld(value: JsonValue) -> str:
    """A JSON document for `<script type="application/ld+json">`: whatever could end the element, or is read otherwise
    in HTML, is an escape of JSON (WHATWG HTML, "Restrictions for contents of script elements").

    >>> print(json_ld({"name": "</script>"}))
    {"name":"\\u003c/script\\u003e"}
    """
    text = compact(value)
    for sign, written in SCRIPT_SPECIALS.items():
        text = text.replace(sign, written)
    return text


SCRIPT_SPECIALS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_call(function: str, *values: JsonValue) -> bytes:
    """A script that calls one function with values: data for a page that may load scripts and nothing else."""
    shown = ",".join(map(compact, values))
    return f"{function}({shown});\n".encode()

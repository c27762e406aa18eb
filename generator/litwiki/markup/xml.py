"""Values as elements of an XML document, such as a feed or a sitemap."""

import re

XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>"


def xml_element(tag: str, text: str = "", **attributes: str) -> str:
    """An element of an XML 1.0 document without others in it, on one line. Characters that XML cannot hold in any form
    are left out.

    >>> print(xml_element("title", "Tea & <toast>"), xml_element("link", rel="self", href="x?a&b"))
    <title>Tea &amp; &lt;toast&gt;</title> <link rel="self" href="x?a&amp;b" />
    """
    opening = tag + "".join(f' {name}="{_xml_value(value)}"' for name, value in attributes.items())
    shown = _xml_text(text)
    return f"<{opening}>{shown}</{tag}>" if shown else f"<{opening} />"


def _xml_text(text: str) -> str:
    if not text.isprintable():  # as next to none is
        text = NOT_XML.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _xml_value(text: str) -> str:
    return _xml_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#09;")


NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no `Char` (XML 1.0, 2.2). To compile all but what is one takes ten times as long."""

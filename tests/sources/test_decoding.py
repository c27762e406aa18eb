import pytest

from litwiki.sources.decoding import Decoded, Undecodable, decode


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("% Encoding: windows-1252\nKäfer – „Tee“", "cp1252"),
        ("%% Encoding: Cp1252\nKäfer", "cp1252"),
        ("% Encoding: ISO8859_1\nKäfer – Tee", "cp1252"),
        ("% Encoding: x-MacRoman\nKäfer", "mac-roman"),
        ("% -*- mode: bibtex; coding: latin-2-unix -*-\nŁyżka", "iso8859-2"),
        ('<?xml version="1.0" encoding="utf-16"?>\n<a>茶碗</a>', "utf-8"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>\n<a>€ä</a>', "iso8859-15"),
        ('@charset "koi8-r";\nЧай', "koi8-r"),
        ("% Encoding: Shift_JIS\n茶碗", "shift_jis"),
        ("% Encoding: ISO-2022-JP\n茶碗", "iso2022_jp"),
        ("% Encoding: GB18030\n茶碗", "gb18030"),
    ],
)
def test_a_declared_encoding_is_honoured(content: str, text: str) -> None:
    assert decode(content.encode(text)) == Decoded(content)


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1", "US-ASCII", "macroman"])
def test_a_declaration_that_was_left_behind_is_remarked(declared: str) -> None:
    content = f"% Encoding: {declared}\nŁyżka 茶碗"
    found = decode(content.encode())
    assert isinstance(found, Decoded)
    assert found.text == content
    assert declared in found.remark


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"tea\nK\xe4fer", 2, "byte 0xe4 is not UTF-8"),
        (b"% Encoding: UTF-8\n\nK\xe4fer", 3, "byte 0xe4 is not UTF-8"),
        (b"% Encoding: windows-1252\nK\x81fer", 2, "byte 0x81 is not windows-1252"),
        (b"tea\n% Encoding: wordstar\nK\xe4fer", 2, "the encoding wordstar is not known"),
        (b"% Encoding: utf-7\nK\xe4fer", 1, "the encoding utf-7 is not known"),
        (b"% Encoding: zip\nK\xe4fer", 1, "the encoding zip is not known"),
        (b"tea\n\nt\0e\0a\0", 3, "a NUL byte"),
        (b"PK\x03\x04\x14\0\x06\0", 1, "an Excel or Word file"),
        (b"%PDF-1.4\n%\xe2\xe3", 1, "a PDF"),
        (b"\x1f\x8b\x08\0", 1, "a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, "an old Excel"),
        (b"SQLite format 3\0", 1, "a database"),
        ("\ufefftea\ncup".encode("utf-16-le") + b"\x00\xd8", 2, "is not UTF-16-LE"),
        ("\ufefftea\ncup".encode("utf-32-le") + b"\xff\xff\xff\xff", 2, "byte 0xff is not UTF-32-LE"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(content: bytes, line: int, reason: str) -> None:
    found = decode(content)
    assert isinstance(found, Undecodable)
    assert found.line == line
    assert reason in found.reason

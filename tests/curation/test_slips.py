"""Slips that people make in front matter, references and topics: what is said of each, and what `--fix` makes of it.

The wiki of each has a paper `pot` ("Pot: A Vessel"), and the topics `tea` ("Tea leaves") and `pots` ("Pots").
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from litwiki.curation.checks import check_content
from litwiki.curation.checks.mend import mend


class Slip(NamedTuple):
    name: str
    path: str
    text: str
    said: tuple[str, ...]
    mended: str | None
    left: tuple[str, ...]
    """What is still said after `--fix`."""


SLIPS: tuple[Slip, ...] = (
    Slip(
        "a colon in a title",
        "papers/kettle.md",
        "---\ntitle: Kettle: boiling water\n---\n",
        ("papers/kettle.md:2:14 Y005 a colon stands in text without quotes; write title: 'Kettle: boiling water'",),
        "---\ntitle: 'Kettle: boiling water'\n---\n",
        (),
    ),
    Slip(
        "a colon at the end",
        "papers/kettle.md",
        "---\ntitle: Kettle:\n---\n",
        ("papers/kettle.md:2:14 Y005 a colon stands in text without quotes; write title: 'Kettle:'",),
        "---\ntitle: 'Kettle:'\n---\n",
        (),
    ),
    Slip(
        "a single quote not closed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle\nyear: 2024\n---\n",
        ("papers/kettle.md:2:8 Y005 the quote ' is not closed; write title: 'Kettle'",),
        "---\ntitle: 'Kettle'\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "a double quote not closed",
        "papers/kettle.md",
        '---\ntitle: "Kettle\nyear: 2024\n---\n',
        ("papers/kettle.md:2:8 Y005 the quote \" is not closed; write title: 'Kettle'",),
        "---\ntitle: 'Kettle'\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "an apostrophe in single quotes",
        "papers/kettle.md",
        "---\ntitle: 'The kettle's lid'\n---\n",
        ("papers/kettle.md:2:19 Y005 an apostrophe ends the text before its end; write title: 'The kettle''s lid'",),
        "---\ntitle: 'The kettle''s lid'\n---\n",
        (),
    ),
    Slip(
        "quotes in quotes",
        "papers/kettle.md",
        '---\ntitle: "The "best" kettle"\n---\n',
        ('papers/kettle.md:2:13 Y005 the quote " ends the text before its end; write title: \'The "best" kettle\'',),
        "---\ntitle: 'The \"best\" kettle'\n---\n",
        (),
    ),
    Slip(
        "quotes twice",
        "papers/kettle.md",
        "---\ntitle: ''Kettle''\n---\n",
        ("papers/kettle.md:2:9 Y005 the quote ' ends the text before its end; write title: 'Kettle'",),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "a backslash in double quotes",
        "papers/kettle.md",
        '---\ntitle: "Kettles in C:\\dir"\n---\n',
        (
            "papers/kettle.md:2:22 Y005 a backslash stands in double quotes, where it means something else; write title: 'Kettles in C:\\dir'",
        ),
        "---\ntitle: 'Kettles in C:\\dir'\n---\n",
        (),
    ),
    Slip(
        "a title in brackets first",
        "papers/kettle.md",
        "---\ntitle: [Re] Kettle\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with [, which means something else to YAML; write title: '[Re] Kettle'",
        ),
        "---\ntitle: '[Re] Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title in braces first",
        "papers/kettle.md",
        "---\ntitle: {Kettle} and pot\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with {, which means something else to YAML; write title: '{Kettle} and pot'",
        ),
        "---\ntitle: '{Kettle} and pot'\n---\n",
        (),
    ),
    Slip(
        "a title with @",
        "papers/kettle.md",
        "---\ntitle: @kettle\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with @, which means something else to YAML; write title: '@kettle'",
        ),
        "---\ntitle: '@kettle'\n---\n",
        (),
    ),
    Slip(
        "a title with a backquote",
        "papers/kettle.md",
        "---\ntitle: `kettle` and pot\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with `, which means something else to YAML; write title: '`kettle` and pot'",
        ),
        "---\ntitle: '`kettle` and pot'\n---\n",
        (),
    ),
    Slip(
        "a title with *",
        "papers/kettle.md",
        "---\ntitle: *Kettle\n---\n",
        ("papers/kettle.md:2:8 Y009 a YAML anchor or alias; write title: '*Kettle'",),
        "---\ntitle: '*Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title with &",
        "papers/kettle.md",
        "---\ntitle: &Kettle\n---\n",
        ("papers/kettle.md:2:8 Y009 a YAML anchor or alias; write title: '&Kettle'",),
        "---\ntitle: '&Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title with !",
        "papers/kettle.md",
        "---\ntitle: !Kettle\n---\n",
        ("papers/kettle.md:2:8 Y008 the YAML tag '!Kettle'; write title: '!Kettle'",),
        "---\ntitle: '!Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title with %",
        "papers/kettle.md",
        "---\ntitle: %Kettle\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with %, which means something else to YAML; write title: '%Kettle'",
        ),
        "---\ntitle: '%Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title with a hyphen",
        "papers/kettle.md",
        "---\ntitle: - Kettle\n---\n",
        (
            "papers/kettle.md:2:8 Y005 the text begins with -, which means something else to YAML; write title: '- Kettle'",
        ),
        "---\ntitle: '- Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title behind >",
        "papers/kettle.md",
        "---\ntitle: > Kettle\n---\n",
        ("papers/kettle.md:2:8 Y005 text stands behind the sign >; write title: 'Kettle'",),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "a title after #",
        "papers/kettle.md",
        "---\ntitle: #1 Kettle\n---\n",
        (
            "papers/kettle.md:2:1 F002 'title' is missing or empty; write title: '…'",
            "papers/kettle.md:2:7 Y011 warning: YAML drops '#1 Kettle' from 'title'; put the value in single quotes",
        ),
        None,
        (
            "papers/kettle.md:2:1 F002 'title' is missing or empty; write title: '…'",
            "papers/kettle.md:2:7 Y011 warning: YAML drops '#1 Kettle' from 'title'; put the value in single quotes",
        ),
    ),
    Slip(
        "the end after #",
        "papers/kettle.md",
        "---\ntitle: Kettle #2\n---\n",
        ("papers/kettle.md:2:14 Y011 warning: YAML drops '#2' from 'title'; put the value in single quotes",),
        None,
        ("papers/kettle.md:2:14 Y011 warning: YAML drops '#2' from 'title'; put the value in single quotes",),
    ),
    Slip(
        "quotes of print",
        "papers/kettle.md",
        "---\ntitle: “Kettle: boiling water”\n---\n",
        (
            "papers/kettle.md:2:8 Y005 “ is no quote for YAML, which sees a colon in this text; write title: 'Kettle: boiling water'",
        ),
        None,
        (
            "papers/kettle.md:2:8 Y005 “ is no quote for YAML, which sees a colon in this text; write title: 'Kettle: boiling water'",
        ),
    ),
    Slip(
        "no space behind the colon",
        "papers/kettle.md",
        "---\ntitle:Kettle\n---\n",
        ("papers/kettle.md:2:6 Y005 no space stands behind the colon; write title: Kettle",),
        "---\ntitle: Kettle\n---\n",
        (),
    ),
    Slip(
        "an equals sign",
        "papers/kettle.md",
        "---\ntitle = Kettle\n---\n",
        ("papers/kettle.md:2:6 Y005 no colon stands behind the key; write title: Kettle",),
        "---\ntitle: Kettle\n---\n",
        (),
    ),
    Slip(
        "no space behind a hyphen",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics:\n-tea\n---\n",
        ("papers/kettle.md:4:1 Y005 no space stands behind the hyphen; write - tea",),
        "---\ntitle: 'Kettle'\ntopics:\n- tea\n---\n",
        (),
    ),
    Slip(
        "a list not closed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: [tea\nyear: 2024\n---\n",
        ("papers/kettle.md:3:9 Y005 the bracket [ is not closed; write topics: [tea]",),
        "---\ntitle: 'Kettle'\ntopics: [tea]\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "a mapping not closed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'\nyear: 2024\n---\n",
        ("papers/kettle.md:3:6 Y005 the bracket { is not closed; write ids: {arxiv: '2410.23168'}",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'}\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "an apostrophe in a list",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nauthors: ['Ada O'Hara']\n---\n",
        ("papers/kettle.md:3:17 Y005 an apostrophe ends the text before its end; write the apostrophe twice: ''",),
        None,
        ("papers/kettle.md:3:17 Y005 an apostrophe ends the text before its end; write the apostrophe twice: ''",),
    ),
    Slip(
        "a block without indentation",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nsummary: >-\nKettle boils.\n---\n",
        ("papers/kettle.md:4:1 Y005 the text below a key does not begin behind spaces; write Kettle boils.",),
        "---\ntitle: 'Kettle'\nsummary: >-\n  Kettle boils.\n---\n",
        (),
    ),
    Slip(
        "a key behind a space",
        "papers/kettle.md",
        "---\ntitle: Kettle\n year: 2024\n---\n",
        ("papers/kettle.md:3:2 Y005 a key that does not begin its line; write year: 2024",),
        "---\ntitle: Kettle\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "a tab",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nnames:\n\t- Kettle\n---\n",
        ("papers/kettle.md:4:1 Y006 a tab indents this line; indent with spaces",),
        "---\ntitle: 'Kettle'\nnames:\n  - Kettle\n---\n",
        (),
    ),
    Slip(
        "a space of word processors",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nnames:\n\xa0\xa0- Kettle\n---\n",
        ("papers/kettle.md:4:1 Y006 a space that is none for YAML (U+00A0) indents this line; indent with spaces",),
        "---\ntitle: 'Kettle'\nnames:\n  - Kettle\n---\n",
        (),
    ),
    Slip(
        "a line of prose",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nKettle boils water\n---\n",
        (
            "papers/kettle.md:3:1 Y005 a line that is no `key: value`; write `key: value`; text that belongs to the line before begins behind two spaces",
        ),
        None,
        (
            "papers/kettle.md:3:1 Y005 a line that is no `key: value`; write `key: value`; text that belongs to the line before begins behind two spaces",
        ),
    ),
    Slip(
        "a key twice",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nyear: 2024\nyear: 2025\n---\n",
        ("papers/kettle.md:4:1 Y007 the key 'year' stands here twice, first on line 3; remove one",),
        None,
        ("papers/kettle.md:4:1 Y007 the key 'year' stands here twice, first on line 3; remove one",),
    ),
    Slip(
        "a merge",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n<<<<<<< HEAD\nyear: 2024\n=======\nyear: 2025\n>>>>>>> tea\n---\n",
        (
            "papers/kettle.md:3:1 Y014 a merge that was not finished; keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>",
        ),
        None,
        (
            "papers/kettle.md:3:1 Y014 a merge that was not finished; keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>",
        ),
    ),
    Slip(
        "capitals in a key",
        "papers/kettle.md",
        "---\nTitle: 'Kettle'\n---\n",
        (
            "papers/kettle.md:1:1 F002 'title' is missing or empty; write title: '…'",
            "papers/kettle.md:2:1 F001 unknown key 'Title'; write title",
        ),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "a hyphen in a key",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nalso-titled: [Pot]\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'also-titled'; write also_titled",),
        "---\ntitle: 'Kettle'\nalso_titled: [Pot]\n---\n",
        (),
    ),
    Slip(
        "a sign that nobody sees",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n\u200byear: 2024\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key '\\u200byear'; write year",),
        None,
        ("papers/kettle.md:3:1 F001 unknown key '\\u200byear'; write year",),
    ),
    Slip(
        "a misspelt key",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopcis: [tea]\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'topcis'; did you mean 'topics'?",),
        None,
        ("papers/kettle.md:3:1 F001 unknown key 'topcis'; did you mean 'topics'?",),
    ),
    Slip(
        "a DOI at the top",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ndoi: 10.1234/kettle.5\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'doi'; ids stand together: write ids: {doi: '10.1234/kettle.5'}",),
        "---\ntitle: 'Kettle'\nids: {doi: '10.1234/kettle.5'}\n---\n",
        (),
    ),
    Slip(
        "an address of arXiv at the top",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\narxiv: https://arxiv.org/abs/2410.23168v2\nids: {doi: '10.1234/kettle.5'}\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'arxiv'; ids stand together: write ids: {arxiv: '2410.23168'}",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168', doi: '10.1234/kettle.5'}\n---\n",
        (),
    ),
    Slip(
        "an id beside a block of ids",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids:\n  doi: '10.1234/kettle.5'\narxiv: '2410.23168'\n---\n",
        ("papers/kettle.md:5:1 F001 unknown key 'arxiv'; ids stand together: write ids: {arxiv: '2410.23168'}",),
        "---\ntitle: 'Kettle'\nids:\n  arxiv: '2410.23168'\n  doi: '10.1234/kettle.5'\n---\n",
        (),
    ),
    Slip(
        "an address at the top",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nurl: https://arxiv.org/abs/2410.23168\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'url'; that is an id: write ids: {arxiv: '2410.23168'}",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'}\n---\n",
        (),
    ),
    Slip(
        "code at the top",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ncode: https://github.com/example/kettle\n---\n",
        (
            "papers/kettle.md:3:1 F001 unknown key 'code'; links stand together: write links: [{code: 'https://github.com/example/kettle'}]",
        ),
        "---\ntitle: 'Kettle'\nlinks: [{code: 'https://github.com/example/kettle'}]\n---\n",
        (),
    ),
    Slip(
        "github at the top beside links",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ngithub: https://github.com/example/kettle\nlinks: [{project: 'https://kettle.example.org'}]\n---\n",
        (
            "papers/kettle.md:3:1 F001 unknown key 'github'; links stand together: write links: [{code: 'https://github.com/example/kettle'}]",
        ),
        "---\ntitle: 'Kettle'\nlinks: [{code: 'https://github.com/example/kettle'}, {project: 'https://kettle.example.org'}]\n---\n",
        (),
    ),
    Slip(
        "tags",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntags: [tea]\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'tags'; write topics",),
        None,
        ("papers/kettle.md:3:1 F001 unknown key 'tags'; write topics",),
    ),
    Slip(
        "a journal",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\njournal: Annals of Tea\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'journal'; write venue",),
        "---\ntitle: 'Kettle'\nvenue: Annals of Tea\n---\n",
        (),
    ),
    Slip(
        "the file's name",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nslug: kettle\n---\n",
        ("papers/kettle.md:3:1 F001 unknown key 'slug'; remove it; a paper is called by the name of its file",),
        None,
        ("papers/kettle.md:3:1 F001 unknown key 'slug'; remove it; a paper is called by the name of its file",),
    ),
    Slip(
        "a year in quotes",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nyear: '2024'\n---\n",
        ("papers/kettle.md:3:7 F003 expected a year; write 2024",),
        "---\ntitle: 'Kettle'\nyear: 2024\n---\n",
        (),
    ),
    Slip(
        "a year with a month",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nyear: 2024-05\n---\n",
        ("papers/kettle.md:3:7 F003 expected a year; write 2024, and the whole date as date: '2024-05'",),
        None,
        ("papers/kettle.md:3:7 F003 expected a year; write 2024, and the whole date as date: '2024-05'",),
    ),
    Slip(
        "authors on one line",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nauthors: Ada Boyle, Ben Sample and Max Ober\n---\n",
        ("papers/kettle.md:3:10 F003 expected a list; write [Ada Boyle, Ben Sample, Max Ober]",),
        None,
        ("papers/kettle.md:3:10 F003 expected a list; write [Ada Boyle, Ben Sample, Max Ober]",),
    ),
    Slip(
        "one topic without brackets",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: tea\n---\n",
        ("papers/kettle.md:3:9 F003 expected a list; write [tea]",),
        "---\ntitle: 'Kettle'\ntopics: [tea]\n---\n",
        (),
    ),
    Slip(
        "topics between commas",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: tea, pots\n---\n",
        ("papers/kettle.md:3:9 F003 expected a list; write [tea, pots]",),
        None,
        ("papers/kettle.md:3:9 F003 expected a list; write [tea, pots]",),
    ),
    Slip(
        "a topic by its name",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: [Tea Leaves]\n---\n",
        ("papers/kettle.md:3:10 F004 'Tea Leaves' is no slug; write tea-leaves",),
        "---\ntitle: 'Kettle'\ntopics: [tea]\n---\n",
        (),
    ),
    Slip(
        "a topic's name in small",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: [tea-leaves]\n---\n",
        ("papers/kettle.md:3:10 T101 unknown topic 'tea-leaves'; write tea",),
        "---\ntitle: 'Kettle'\ntopics: [tea]\n---\n",
        (),
    ),
    Slip(
        "a misspelt topic",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics: [tee]\n---\n",
        ("papers/kettle.md:3:10 T101 unknown topic 'tee'; did you mean 'tea'?",),
        None,
        ("papers/kettle.md:3:10 T101 unknown topic 'tee'; did you mean 'tea'?",),
    ),
    Slip(
        "an address as an id",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {arxiv: 'https://arxiv.org/abs/2410.23168v2'}\n---\n",
        ("papers/kettle.md:3:14 F004 'https://arxiv.org/abs/2410.23168v2' is no arxiv id; write arxiv: '2410.23168'",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'}\n---\n",
        (),
    ),
    Slip(
        "a label before an id",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {arxiv: arXiv:2410.23168}\n---\n",
        ("papers/kettle.md:3:14 F004 'arXiv:2410.23168' is no arxiv id; write arxiv: '2410.23168'",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'}\n---\n",
        (),
    ),
    Slip(
        "an address as a DOI",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {doi: 'https://doi.org/10.1234/kettle.5'}\n---\n",
        ("papers/kettle.md:3:12 F004 'https://doi.org/10.1234/kettle.5' is no doi id; write doi: '10.1234/kettle.5'",),
        "---\ntitle: 'Kettle'\nids: {doi: '10.1234/kettle.5'}\n---\n",
        (),
    ),
    Slip(
        "an id of another kind",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {doi: '2410.23168'}\n---\n",
        ("papers/kettle.md:3:12 F004 '2410.23168' is no doi id; write arxiv: '2410.23168'",),
        None,
        ("papers/kettle.md:3:12 F004 '2410.23168' is no doi id; write arxiv: '2410.23168'",),
    ),
    Slip(
        "ids as text",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: arXiv:2410.23168\n---\n",
        ("papers/kettle.md:3:6 F003 expected ids by their kind; write {arxiv: '2410.23168'}",),
        "---\ntitle: 'Kettle'\nids: {arxiv: '2410.23168'}\n---\n",
        (),
    ),
    Slip(
        "ids as a list",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: ['2410.23168', '10.1234/kettle.5']\n---\n",
        ("papers/kettle.md:3:6 F003 expected ids by their kind; write {arxiv: '2410.23168', doi: '10.1234/kettle.5'}",),
        None,
        ("papers/kettle.md:3:6 F003 expected ids by their kind; write {arxiv: '2410.23168', doi: '10.1234/kettle.5'}",),
    ),
    Slip(
        "a kind of id in capitals",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {DOI: '10.1234/kettle.5'}\n---\n",
        ("papers/kettle.md:3:7 F001 unknown kind of id 'DOI'; write doi",),
        "---\ntitle: 'Kettle'\nids: {doi: '10.1234/kettle.5'}\n---\n",
        (),
    ),
    Slip(
        "a kind of id by another name",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {pubmed: '31452104'}\n---\n",
        ("papers/kettle.md:3:7 F001 unknown kind of id 'pubmed'; write pmid",),
        "---\ntitle: 'Kettle'\nids: {pmid: '31452104'}\n---\n",
        (),
    ),
    Slip(
        "a link among ids",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nids: {github: 'https://github.com/example/kettle'}\n---\n",
        ("papers/kettle.md:3:7 F001 unknown kind of id 'github'; take it out, and write links: [{code: …}]",),
        None,
        ("papers/kettle.md:3:7 F001 unknown kind of id 'github'; take it out, and write links: [{code: …}]",),
    ),
    Slip(
        "github in links",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: {github: 'https://github.com/example/kettle'}\n---\n",
        ("papers/kettle.md:3:9 F001 unknown kind of link 'github'; write code",),
        "---\ntitle: 'Kettle'\nlinks: {code: 'https://github.com/example/kettle'}\n---\n",
        (),
    ),
    Slip(
        "a paper's address in links",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: {pdf: 'https://arxiv.org/pdf/2410.23168'}\n---\n",
        ("papers/kettle.md:3:9 F001 unknown kind of link 'pdf'; take it out, and write ids: {arxiv: '2410.23168'}",),
        None,
        ("papers/kettle.md:3:9 F001 unknown kind of link 'pdf'; take it out, and write ids: {arxiv: '2410.23168'}",),
    ),
    Slip(
        "a bare address in links",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: https://github.com/example/kettle\n---\n",
        ("papers/kettle.md:3:8 F003 expected a link with its kind; write {code: 'https://github.com/example/kettle'}",),
        None,
        ("papers/kettle.md:3:8 F003 expected a link with its kind; write {code: 'https://github.com/example/kettle'}",),
    ),
    Slip(
        "bare addresses in a list",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: ['https://github.com/example/kettle']\n---\n",
        ("papers/kettle.md:3:9 F003 expected a link with its kind; write {code: 'https://github.com/example/kettle'}",),
        None,
        ("papers/kettle.md:3:9 F003 expected a link with its kind; write {code: 'https://github.com/example/kettle'}",),
    ),
    Slip(
        "no scheme",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: {code: github.com/example/kettle}\n---\n",
        (
            "papers/kettle.md:3:15 H002 'github.com/example/kettle' is no web address; write https://github.com/example/kettle",
        ),
        "---\ntitle: 'Kettle'\nlinks: {code: 'https://github.com/example/kettle'}\n---\n",
        (),
    ),
    Slip(
        "a Markdown link as address",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nlinks: {code: '[code](https://github.com/example/kettle)'}\n---\n",
        (
            "papers/kettle.md:3:15 H002 '[code](https://github.com/example/kettle)' is no web address; write https://github.com/example/kettle",
        ),
        "---\ntitle: 'Kettle'\nlinks: {code: 'https://github.com/example/kettle'}\n---\n",
        (),
    ),
    Slip(
        "a status in capitals",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nstatus: Retracted\n---\n",
        (
            "papers/kettle.md:3:9 F004 'Retracted' is none of retracted, withdrawn, corrected, superseded; write retracted",
        ),
        "---\ntitle: 'Kettle'\nstatus: retracted\n---\n",
        (),
    ),
    Slip(
        "a type of BibTeX",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntype: phdthesis\n---\n",
        (
            "papers/kettle.md:3:7 F004 'phdthesis' is none of preprint, article, inproceedings, book, chapter, thesis, report, dataset, software, other; write thesis",
        ),
        "---\ntitle: 'Kettle'\ntype: thesis\n---\n",
        (),
    ),
    Slip(
        "a word for the topics' status",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\ntopics_status: Curated\n---\n",
        ("papers/kettle.md:3:16 F004 'Curated' is none of curated, suggested; write curated",),
        "---\ntitle: 'Kettle'\ntopics_status: curated\n---\n",
        ("papers/kettle.md:2:1 S101 warning: no summary; write two to five sentences",),
    ),
    Slip(
        "a notice that is no address",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nstatus: {kind: retracted, notice: in the journal}\n---\n",
        (
            "papers/kettle.md:3:35 H002 'in the journal' is not a web address; write an http or https address without spaces",
        ),
        None,
        (
            "papers/kettle.md:3:35 H002 'in the journal' is not a web address; write an http or https address without spaces",
        ),
    ),
    Slip(
        "a date as printed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nadded: 17 March 2026\n---\n",
        ("papers/kettle.md:3:8 F004 expected a date; write '2026-03-17'",),
        "---\ntitle: 'Kettle'\nadded: '2026-03-17'\n---\n",
        (),
    ),
    Slip(
        "a date that may be two",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\nadded: 03/04/2026\n---\n",
        ("papers/kettle.md:3:8 F004 expected a date; write YYYY-MM-DD, or null",),
        None,
        ("papers/kettle.md:3:8 F004 expected a date; write YYYY-MM-DD, or null",),
    ),
    Slip(
        "an alias in capitals",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\naliases: [Old Kettle]\n---\n",
        ("papers/kettle.md:3:11 F004 'Old Kettle' is no slug; write old-kettle",),
        "---\ntitle: 'Kettle'\naliases: [old-kettle]\n---\n",
        (),
    ),
    Slip(
        "a title that is an address",
        "papers/kettle.md",
        "---\ntitle: https://arxiv.org/abs/2410.23168\n---\n",
        ("papers/kettle.md:2:8 S104 warning: the title is an address; write the title as the paper prints it",),
        None,
        ("papers/kettle.md:2:8 S104 warning: the title is an address; write the title as the paper prints it",),
    ),
    Slip(
        "a title that is an id",
        "papers/kettle.md",
        "---\ntitle: '2410.23168'\n---\n",
        ("papers/kettle.md:2:8 S104 warning: the title is an id (arxiv); write the title as the paper prints it",),
        None,
        ("papers/kettle.md:2:8 S104 warning: the title is an id (arxiv); write the title as the paper prints it",),
    ),
    Slip(
        "a title of a browser",
        "papers/kettle.md",
        "---\ntitle: 'Just a moment...'\n---\n",
        (
            "papers/kettle.md:2:8 S104 warning: the title is that of a page without one; write the title as the paper prints it",
        ),
        None,
        (
            "papers/kettle.md:2:8 S104 warning: the title is that of a page without one; write the title as the paper prints it",
        ),
    ),
    Slip(
        "an empty line first",
        "papers/kettle.md",
        "\n---\ntitle: 'Kettle'\n---\n",
        ("papers/kettle.md:1:1 Y003 an empty line stands before the front matter; remove it",),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "four hyphens",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n----\n",
        (
            "papers/kettle.md:3:1 Y004 '----' is not the line `---` that ends the front matter; write three hyphens and nothing else",
        ),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "a dash for hyphens",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n—\nNotes.\n",
        (
            "papers/kettle.md:3:1 Y004 '—' is not the line `---` that ends the front matter; write three hyphens and nothing else",
        ),
        "---\ntitle: 'Kettle'\n---\nNotes.\n",
        (),
    ),
    Slip(
        "a space behind the fence",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n--- \nNotes.\n",
        (
            "papers/kettle.md:3:1 Y004 '--- ' is not the line `---` that ends the front matter; write three hyphens and nothing else",
        ),
        "---\ntitle: 'Kettle'\n---\nNotes.\n",
        (),
    ),
    Slip(
        "no front matter",
        "papers/kettle.md",
        "# Kettle\n",
        (
            "papers/kettle.md:1:1 Y003 the file does not begin with a line `---`; put front matter first: a line ---, the keys, and a line --- again",
        ),
        None,
        (
            "papers/kettle.md:1:1 Y003 the file does not begin with a line `---`; put front matter first: a line ---, the keys, and a line --- again",
        ),
    ),
    Slip(
        "a byte order mark",
        "papers/kettle.md",
        "\ufeff---\ntitle: 'Kettle'\n---\n",
        ("papers/kettle.md:1:1 Y002 a byte order mark begins the file; save it as UTF-8 without BOM",),
        "---\ntitle: 'Kettle'\n---\n",
        (),
    ),
    Slip(
        "capitals in a reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\n[[Pot]] boils.\n",
        ("papers/kettle.md:4:1 R101 [[Pot]] names no page; write [[pot]]",),
        "---\ntitle: 'Kettle'\n---\n[[pot]] boils.\n",
        (),
    ),
    Slip(
        "a path in a reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[papers/pot.md]].\n",
        ("papers/kettle.md:4:1 R101 [[papers/pot.md]] names no page; write [[pot]]",),
        "---\ntitle: 'Kettle'\n---\nSee [[pot]].\n",
        (),
    ),
    Slip(
        "a topic without its kind",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[tea]].\n",
        ("papers/kettle.md:4:1 R101 [[tea]] names no page; write [[topic:tea]]",),
        "---\ntitle: 'Kettle'\n---\nSee [[topic:tea]].\n",
        (),
    ),
    Slip(
        "a space in a reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[topic: tea]].\n",
        ("papers/kettle.md:4:1 R101 [[topic: tea]] names no page; write [[topic:tea]]",),
        "---\ntitle: 'Kettle'\n---\nSee [[topic:tea]].\n",
        (),
    ),
    Slip(
        "a topic by its name in a reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[Tea leaves]].\n",
        ("papers/kettle.md:4:1 R101 [[Tea leaves]] names no page; write [[topic:tea]]",),
        "---\ntitle: 'Kettle'\n---\nSee [[topic:tea]].\n",
        (),
    ),
    Slip(
        "a title in a reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[Pot: a vessel]].\n",
        ("papers/kettle.md:4:1 R101 [[Pot: a vessel]] names no page; write [[pot]]",),
        "---\ntitle: 'Kettle'\n---\nSee [[pot]].\n",
        (),
    ),
    Slip(
        "a misspelt reference",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[pott]].\n",
        ("papers/kettle.md:4:1 R101 [[pott]] names no page; did you mean 'pot'?",),
        None,
        ("papers/kettle.md:4:1 R101 [[pott]] names no page; did you mean 'pot'?",),
    ),
    Slip(
        "a reference not closed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[pot] and more.\n",
        (
            "papers/kettle.md:4:1 R103 warning: '[[pot] and more.' is no finished reference; write [[slug]] on one line, or `[[` in backquotes where it is no reference",
        ),
        None,
        (
            "papers/kettle.md:4:1 R103 warning: '[[pot] and more.' is no finished reference; write [[slug]] on one line, or `[[` in backquotes where it is no reference",
        ),
    ),
    Slip(
        "a reference over two lines",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [[a\npot]].\n",
        (
            "papers/kettle.md:4:1 R103 warning: '[[a' is no finished reference; write [[slug]] on one line, or `[[` in backquotes where it is no reference",
        ),
        None,
        (
            "papers/kettle.md:4:1 R103 warning: '[[a' is no finished reference; write [[slug]] on one line, or `[[` in backquotes where it is no reference",
        ),
    ),
    Slip(
        "a link to nowhere",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nSee [it](pott.md).\n",
        (
            "papers/kettle.md:4:1 R102 the link 'pott.md' leads nowhere; link to a .md file under content/ or an image in content/images/, or write [[slug]]",
        ),
        None,
        (
            "papers/kettle.md:4:1 R102 the link 'pott.md' leads nowhere; link to a .md file under content/ or an image in content/images/, or write [[slug]]",
        ),
    ),
    Slip(
        "a formula not closed",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nHere $\\frac{a}{b$ is.\n",
        (
            "papers/kettle.md:4:1 M101 warning: the bracket { is not closed in a formula; mend it, or write \\operatorname{name} for a name",
        ),
        None,
        (
            "papers/kettle.md:4:1 M101 warning: the bracket { is not closed in a formula; mend it, or write \\operatorname{name} for a name",
        ),
    ),
    Slip(
        "a command that KaTeX lacks",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\nHere $\\fraq{a}{b}$ is.\n",
        (
            "papers/kettle.md:4:1 M101 warning: the unknown command \\fraq in a formula; mend it, or write \\operatorname{name} for a name",
        ),
        None,
        (
            "papers/kettle.md:4:1 M101 warning: the unknown command \\fraq in a formula; mend it, or write \\operatorname{name} for a name",
        ),
    ),
    Slip(
        "an environment closed by another",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\n$$\\begin{cases}a\\end{array}$$\n",
        (
            "papers/kettle.md:4:1 M101 warning: \\end{array} closes \\begin{cases} in a formula; mend it, or write \\operatorname{name} for a name",
        ),
        None,
        (
            "papers/kettle.md:4:1 M101 warning: \\end{array} closes \\begin{cases} in a formula; mend it, or write \\operatorname{name} for a name",
        ),
    ),
    Slip(
        "a merge in notes",
        "papers/kettle.md",
        "---\ntitle: 'Kettle'\n---\na\n\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> tea\n",
        (
            "papers/kettle.md:6:1 Y014 a merge that was not finished; keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>",
        ),
        None,
        (
            "papers/kettle.md:6:1 Y014 a merge that was not finished; keep the lines that are right, and remove those that begin with <<<<<<<, ======= and >>>>>>>",
        ),
    ),
    Slip(
        "a topic above itself",
        "topics/tea.md",
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\nparent: tea\n---\n",
        ("topics/tea.md:4:9 T106 the topic 'tea' is its own parent; write parent: null in one of these topics",),
        None,
        ("topics/tea.md:4:9 T106 the topic 'tea' is its own parent; write parent: null in one of these topics",),
    ),
    Slip(
        "a parent by its name",
        "topics/tea.md",
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\nparent: Pots\n---\n",
        ("topics/tea.md:4:9 F004 expected a slug; write pots",),
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\nparent: pots\n---\n",
        (),
    ),
    Slip(
        "a reading list of slugs",
        "topics/tea.md",
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\npinned: [pot]\n---\n",
        ("topics/tea.md:4:10 F003 expected paper and note; write - {paper: pot}",),
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\npinned: [{paper: pot}]\n---\n",
        (),
    ),
    Slip(
        "keywords between commas",
        "topics/tea.md",
        "---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\nkeywords: green tea, black tea\n---\n",
        ("topics/tea.md:4:11 F003 expected a list; write [green tea, black tea]",),
        None,
        ("topics/tea.md:4:11 F003 expected a list; write [green tea, black tea]",),
    ),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name.replace(" ", "-"))
def test_a_slip_is_named_with_its_line_and_remedy(slip: Slip, new_wiki: Path) -> None:
    write(new_wiki, slip)
    assert said(new_wiki) == slip.said
    done = mend(new_wiki)
    text = (new_wiki / "content" / slip.path).read_text(encoding="utf-8")
    assert text == (slip.text if slip.mended is None else slip.mended)
    assert bool(done) == (slip.mended is not None)
    assert said(new_wiki) == slip.left


def test_there_are_slips_of_every_kind() -> None:
    assert len(SLIPS) >= 40
    assert sum(slip.mended is not None for slip in SLIPS) >= 40


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.mended], ids=lambda slip: slip.name.replace(" ", "-"))
def test_a_file_of_windows_keeps_its_line_ends(slip: Slip, new_wiki: Path) -> None:
    write(new_wiki, slip._replace(text=slip.text.replace("\n", "\r\n")))
    mend(new_wiki)
    written = (new_wiki / "content" / slip.path).read_bytes().decode()
    assert written.replace("\r\n", "\n") == slip.mended
    assert "\n" not in written.replace("\r\n", "")


def write(root: Path, slip: Slip) -> None:
    folder = root / "content"
    (folder / "papers/pot.md").write_text("---\ntitle: 'Pot: A Vessel'\ntopics: [tea]\n---\n", encoding="utf-8")
    (folder / "topics/tea.md").write_text("---\nname: 'Tea leaves'\ndefinition: 'Leaves.'\n---\n", encoding="utf-8")
    (folder / "topics/pots.md").write_text("---\nname: 'Pots'\ndefinition: 'Vessels.'\n---\n", encoding="utf-8")
    (folder / slip.path).write_text(slip.text, encoding="utf-8", newline="")


def said(root: Path) -> tuple[str, ...]:
    return tuple(str(problem).removeprefix("content/") for problem in check_content(root, alike=False)[1])

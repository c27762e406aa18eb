"""What mkdocs.yml may say, given that the theme prints most of it as it stands."""

from pathlib import Path

import pytest

from litwiki.content.mkdocs_file import read_mkdocs
from litwiki.model.problems import Problem


def read(root: Path, text: str, **others: str) -> tuple[str, str, list[str]]:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    for name, other in others.items():
        (root / f"{name}.yml").write_text(other, encoding="utf-8")
    problems: list[Problem] = []
    name, url = read_mkdocs(root, problems.append)
    return name, url, [f"{p.place.path}:{p.place.line} {p.code}" for p in problems]


@pytest.mark.parametrize(
    "setting",
    [
        "repo_name: '\"><script>alert(1)</script>'",
        "repo_url: 'javascript:alert(1)'",
        "repo_url: 'JavaScript&colon;alert(1)'",
        "edit_uri: ' \tdata:text/html,x'",
        'extra: {homepage: "java\\nscript:alert(1)"}',
        "extra: {social: [{icon: x, link: 'vbscript:x'}]}",
        "extra: {'<b>': 1}",
        "theme: {name: material, palette: {scheme: 'x\" onload=\"alert(1)'}}",
        "theme: {name: material, favicon: 'a<b'}",
        "nav: ['<img src=x>': index.md]",
        "nav: [{Home: 'javascript:alert(1)'}]",
        "extra_css: ['x\">']",
        "site_url: !ENV [NOBODY_SETS_THIS, 'https://x.example/\"><script>']",
        "extra: &a {b: [*a, '<i>']}",
        "use_directory_urls: !!str '<b>'",
        'copyright: "a\\x00b"',
    ],
)
def test_a_text_that_would_be_markup_is_refused_with_its_line(setting: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"site_name: Tea\n{setting}\n") == ("Tea", "", ["mkdocs.yml:2 C004"])


@pytest.mark.parametrize(
    "setting",
    [
        "site_author: 'A <b> \"c\"'",
        "copyright: 'Copyright &copy; 2026 <me>'",
        "repo_name: R&D's list",
        "repo_url: https://github.com/me/tea",
        "theme: {name: material, palette: [{media: '(prefers-color-scheme: dark)', scheme: slate}]}",
        "markdown_extensions: [{toc: {permalink: '<a>'}}]",
        "plugins: [{x: {emoji: !!python/name:material.emoji '<'}}]",
        "nav: [Home: index.md, Elsewhere: 'https://example.org/?a=1&b=2']",
        "extra: {version: !ENV WHICH}",
    ],
)
def test_what_nobody_prints_or_our_template_escapes_is_free(setting: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"site_name: Tea\n{setting}\n") == ("Tea", "", [])


def test_a_parent_is_read_too(tmp_path: Path) -> None:
    parent = "site_name: Tea\nsite_url: https://x.example/\nrepo_name: '<b>'\nINHERIT: mkdocs.yml\n"
    found = read(tmp_path, "INHERIT: parent.yml\nsite_url: https://y.example/\n", parent=parent)
    assert found == ("Tea", "https://y.example/", ["parent.yml:3 C004"])
    assert read(tmp_path, "site_name: Tea\nINHERIT: ../x.yml\n") == ("Tea", "", ["mkdocs.yml:1 C004"])
    assert read(tmp_path, "site_name: Tea\nINHERIT: no.yml\n") == ("Tea", "", ["no.yml:1 C001"])


def test_aliases_of_aliases_are_read_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert read(tmp_path, "site_name: Tea\n" + "\n".join(lines) + "\n") == ("Tea", "", [])

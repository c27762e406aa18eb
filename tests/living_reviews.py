"""Invented living reviews in the shapes of real ones: what `litwiki migrate` is tried with."""

from pathlib import Path

ADJECTIVES = (
    "copper silver wooden porcelain iron glass clay enamel tin steel bamboo marble golden cast blue red".split()
)
TOOLS = (
    "kettles ladles whisks graters colanders spatulas skillets ovens saucers jugs tongs sieves mortars trivets".split()
)
VERBS = "boil stir pour steep cool whistle rust shine travel sing".split()


def title(number: int) -> str:
    """A title that no other number below 2,240 has."""
    adjective, rest = ADJECTIVES[number % 16], number // 16
    return f"Why {adjective.title()} {TOOLS[rest % 14].title()} {VERBS[rest // 14 % 10].title()} in Kitchen {number}"


def bibliography_with_sections(folder: Path, count: int = 320) -> None:
    r"""A LaTeX review and its bibliography: nested lists with bold headings and long citations, descriptions in italics,
    comments between entries, a paper under two keys, keys that nothing has, entries that nothing cites."""
    folder.mkdir()
    entries = ["% The reviews\n% -----------\n"]
    for number in range(count):
        authors = 'M{\\"u}ller, Ana and Øberg, Bo and {Kitchen Collaboration}'
        if number == 7:
            authors = " and ".join(f"{{\\'E}}cook{n}, {chr(65 + n % 26)}." for n in range(40))
        entries.append(
            f'@article{{Cook:{number:04},\n  author = "{authors}",\n  title = "{{{title(number)} na{{\\"\\i}}vely}}",\n'
            f'  journal = "J. Kitch.",\n  year = "{1990 + number % 30}",\n  doi = "10.1000/kitchen.{number}",\n'
            f'  SLACcitation = "%%CITATION = {number};%%"\n}}\n'
        )
        if number % 50 == 10:
            entries.append("\n% Generators\nloose words between two entries, which are no entry\n")
    entries.append(f"@article{{Again:0000, title={{{title(0)} naïvely}}, doi={{10.1000/kitchen.0}}, note={{twice}}}}\n")
    (folder / "KITCHEN.bib").write_text("\n".join(entries), encoding="utf-8")
    keys = [f"Cook:{number:04}" for number in range(count - 5)]
    third = len(keys) // 3
    lines = [
        r"\documentclass{article}\title{A Living Review of {K}itchens}\begin{document}\maketitle",
        r"\noindent Everything on kitchens as of \today{}, see \url{https://example.org/kitchens_1}. % \cite{Never:1}",
        r"\begin{itemize}",
        r"\item \textbf{Reviews}\\\textit{Below are links to reviews \cite{Cook:0003}.}",
        r"\begin{itemize}",
        rf"\item Modern reviews~\cite{{{','.join(keys[:20])}, % the newest",
        rf"  {', '.join(keys[20:third])}}}",
        r"\item Classical reviews~\cite{Cook:0001,Missing:2020}",
        r"\end{itemize}",
        r"\item \textbf{Tools}",
        r"\begin{itemize}",
        rf"\item \textbf{{Pots}}~\cite{{{','.join(keys[third : 2 * third])}}}.\\\textit{{A pot holds $x\in\mathbb{{R}}^n$.}}",
        r"\item \textbf{Sorting}",
        r"\begin{itemize}\item \textbf{$W/Z$ pots}~\cite{Cook:0002,Cook:0004}",
        rf"\item \textbf{{Other}}~\cite{{{','.join(keys[2 * third :])}}}\end{{itemize}}",
        r"\end{itemize}",
        r"\item \textbf{Heat}",
        r"\begin{itemize}\item \textbf{Other}~\cite{Again:0000,Cook:0009}\end{itemize}",
        r"\end{itemize}",
        r"\printbibliography\end{document}",
    ]
    (folder / "KITCHEN.tex").write_text("\n".join(lines), encoding="utf-8")


ODD_FRONT_MATTER = {
    "colon": "---\ntitle: Ladles: A Survey\nauthors: Jane Lee, Bo Kim\nconference:\nyear: 2021\n---\nText.",
    "tabs": "---\ntitle: Tabbed Tongs\nauthors:\n\t- Jane Lee\n\t- Bo Kim\nyear: 2020\n---\n",
    "twice": "---\ntitle: Twice a Trivet\ntags: [Trivets]\ntags: [Stands]\nyear: 2020\n---\n",
    "people": "---\ntitle: People of Pans\nauthors:\n- {name: Jane Lee, affiliation: Tea House}\n- {given: Bo, family: Kim}\n---\n",
    "date": "---\ntitle: A Dated Dish\ndate: 2021-03-04 10:00:00 +0100\n---\n",
    "nested": "---\ntitle: Nested Nets\nids: {doi: 10.1000/nested.1}\nlinks: {code: 'https://github.com/example/nets'}\n---\n",
    "anchor": "---\ntitle: Anchored Aprons\ntags: &t [Aprons, Cloth]\ncategories: *t\n---\n",
    "crlf": "---\r\ntitle: Carriage Carafes\r\nyear: 2019\r\n---\r\nLine one.\r\nLine two.\r\n",
    "bom": "\ufeff---\ntitle: Marked Mugs\nyear: 2018\n---\nBody.",
    "toml": '+++\ntitle = "Toml Toasters"\ndate = 2020-05-06\ntags = ["Toasters"]\n[[links]]\nname = "code"\nurl = "https://github.com/example/toml"\n+++\nToast.',
    "quote": "---\ntitle: \"The \\\"Quoted\\\" Quiche\"\nauthor: 'O''Tea, Ada'\n---\n",
    "unclosed": '---\ntitle: "Unclosed Urns\nyear: 2017\n---\n',
    "obsidian": "---\ntitle: Obsidian Ovens\ntags:\n  - '#ovens'\naliases: [OO]\n---\nLike [[paper-003|the third]] and [[No Such Note]].\n",
    "draft": "---\ntitle: A Drafty Drawer\ndraft: true\npublished: false\n---\n",
    "html": "---\ntitle: Hyper Hobs\nyear: 2020\n---\nFirst **bold**.\n\n<script>alert(1)</script> and <a onclick='x()'>this</a>.\n\n---\n\nLast.",
    "null": "---\ntitle: ~\nname: Nameless Nutcracker\nyear: null\n---\n",
    "endless": "---\ntitle: Endless Espresso\nyear: 2020\nno fence follows\n",
    "liquid": "---\ntitle: Liquid Lids\nyear: 2020\n---\n{% raw %}{{ page.x }}{% endraw %} ![p](../img/p.png)\n",
}
"""Front matter as people have it, by file name."""


def pages(folder: Path, count: int = 150) -> None:
    """A Jekyll folder with a file a paper, and among them odd ones."""
    (folder / "_publications").mkdir(parents=True)
    for name, text in ODD_FRONT_MATTER.items():
        (folder / "_publications" / f"odd-{name}.md").write_bytes(text.encode())
    for number in range(count - len(ODD_FRONT_MATTER)):
        tags = ["Transformer", "transformers", "trans-former"][number % 3]
        text = f"""---
layout: publication
title: "{title(number)}"
authors: A. Boyle, M. Zilber, O. Levy
conference: TEACONF
year: {1990 + number % 30}
bibkey: boyle{number}
additional_links:
   - {{name: "ArXiV", url: "https://arxiv.org/abs/18{1 + number % 12:02}.{10000 + number}"}}
   - {{name: "code", url: "https://github.com/example/kettle{number}"}}
   - {{name: "website", url: "https://kettle{number}.example.org"}}
tags: ["{tags}", "group {number % 7}"]
---
We present kettle number {number}, see [another](paper-{number + 1:03}.md).
"""
        (folder / "_publications" / f"paper-{number:03}.md").write_text(text, encoding="utf-8")
    (folder / "index.md").write_text("---\ntitle: Kettles\n---\nWelcome.\n", encoding="utf-8")
    (folder / "_config.yml").write_text("title: x\n", encoding="utf-8")


def awesome_list(path: Path, count: int = 200) -> None:
    """A README of an awesome list in four styles, with headings of one name, talks, badges and tables."""
    lines = [
        "# Awesome Kettles [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)",
        "",
        "> Papers on kettles; begin with [the first](https://arxiv.org/abs/2401.10000).",
        "",
        "## Contents\n- [Methods](#methods)\n  - [Training](#training)",
        "",
    ]
    headings = ("Methods", "Training", "Applications", "Training")
    for style, heading in enumerate(headings):
        lines += [f"{'###' if style % 2 else '##'} {heading}", "", f"Words on {heading} {style}.", ""]
        if style == 2:
            lines += ["| Title | Venue | Date | Code |", "|:--|:-:|:-:|--:|"]
        for number in range(style * count // 4, (style + 1) * count // 4):
            arxiv, code = (
                f"https://arxiv.org/abs/24{1 + number % 12:02}.{10000 + number}",
                f"https://github.com/e/k{number}",
            )
            lines.append(
                (
                    f"- [{title(number)}]({arxiv}) - Boyle et al., *TeaConf 2024*. A fine start, number {number}.",
                    f"- **{title(number)}** (TeaML 2024). [[paper]({arxiv}v2)] [[code]({code})]",
                    f"| [**{title(number)}**]({arxiv}) <br> | TeaConf | 2024-{1 + number % 12:02}-01 | [Github]({code}) |",
                    f"- [2024/03] {title(number)}, Kim et al. [pdf]({arxiv}) \\| [project](https://k{number}.example.org)",
                )[style]
            )
        if style != 2:
            lines += [f"- [A talk on {heading}](https://www.youtube.com/watch?v=abc{style}) - an hour with tea"]
        lines.append("")
    lines += [
        "<details><summary>More</summary>",
        "",
        "- [A Blog on Tea](https://blog.example.org/tea)",
        "",
        "</details>",
    ]
    lines += ["", "## Contributing", "Open a [pull request](https://example.org/pr)."]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


GROUPS = """@Article{Boyle2020, author = {Ada Boyle}, title = {Kettles of the Group}, journal = {J. Tea}, year = {2020},
  groups = {Heat, Steam}, keywords = {kettle; energy}, comment = {Very *good*.}, comment-bo = {Ask Ada.}, file = {:a.pdf:PDF}}
@InProceedings{Kim2021, author = {Kim, Bo}, title = {Ladles of the Group}, date = {2021-05}, groups = {Ladles}}
@Misc{Kim2022, author = {Kim, Bo}, title = {Spoons of the Group}, year = 2022}
@Comment{jabref-meta: databaseType:bibtex;}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Boiling\\;0\\;1\\;0x8a8a8aff\\;\\;All that boils.\\;;
2 StaticGroup:Heat\\;0\\;1\\;\\;\\;\\;;
2 StaticGroup:Steam\\;0\\;1\\;\\;\\;\\;;
1 StaticGroup:Tools\\;0\\;1\\;\\;\\;\\;;
2 StaticGroup:Ladles\\;2\\;0\\;\\;\\;\\;;
}
"""

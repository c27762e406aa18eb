"""The checker of finished sites: small folders of HTML in, dead links out."""

from pathlib import Path

import pytest

from litwiki.site.deadlinks import check_site

URL = "https://me.github.io/my-wiki/"


def site(folder: Path, **pages: str) -> Path:
    """Files by their names, `_` for `/`; every name without an ending is a page of its own folder."""
    root = folder / "site"
    for name, text in {"index": "<p>Home</p>", **pages}.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        if not path.suffix:
            path = path.with_suffix(".html") if path.name == "index" else path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def faults(root: Path, url: str = URL) -> list[str]:
    return [str(problem) for problem in check_site(root, url)]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#",
        "#here",
        "#h%65re",
        "./",
        "..",
        "../papers/",
        "../papers",
        "../papers/index.html",
        "../papers/#there",
        "../papers/?q=1#there",
        "../a%20file.txt",
        " ../papers/ ",
        "/my-wiki/",
        "/my-wiki",
        "/my-wiki/papers/",
        "https://me.github.io/my-wiki/papers/",
        "HTTPS://me.github.io/my-wiki/papers/",
        "https://elsewhere.example/nothing/",
        "//elsewhere.example/nothing/",
        "mailto:ada@example.org",
        "javascript:void 0",
        "data:text/plain,x",
        "tel:1",
    ],
)
def test_what_leads_somewhere_or_away_is_fine(tmp_path: Path, address: str) -> None:
    page = f'<h1 id="here">x</h1><a href="{address}">x</a>'
    root = site(tmp_path, topics=page, papers='<h1 id="there">y</h1>', a_file_dot_txt="x")
    (root / "a_file.txt").rename(root / "a file.txt")
    assert faults(root) == []


@pytest.mark.parametrize(
    ("address", "code", "says"),
    [
        ("../nowhere/", "W101", "leads nowhere"),
        ("/nowhere/", "W101", "leaves /my-wiki/, where the site is"),
        ("/my-wikis/", "W101", "leaves /my-wiki/"),
        ("../../", "W101", "leaves /my-wiki/"),
        ("/my-wiki/nowhere.json", "W101", "leads nowhere"),
        ("https://me.github.io/my-wiki/nowhere/", "W101", "leads nowhere"),
        ("https://me.github.io/", "W101", "leaves /my-wiki/"),
        ("../Papers/", "W101", "leads nowhere"),
        ("../papers/#nowhere", "W102", "has no anchor 'nowhere'"),
        ("#nowhere", "W102", "has no anchor 'nowhere'"),
        ("http://[broken", "W101", "is no address"),
    ],
)
def test_what_leads_nowhere_is_said_with_its_place(tmp_path: Path, address: str, code: str, says: str) -> None:
    root = site(tmp_path, topics=f'<p>\n\n<a href="{address}">x</a>', papers='<h1 id="there">y</h1>')
    (found,) = faults(root)
    assert found.startswith(f"site/topics/index.html:3:1 {code} ")
    assert says in found


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="x.png">',
        '<script src="x.js"></script>',
        '<link rel="stylesheet" href="x.css">',
        '<link rel="canonical" href="https://me.github.io/my-wiki/x/">',
        '<video><source src="x.mp4"></video>',
        '<map><area href="x/"></map>',
    ],
)
def test_whatever_a_page_loads_is_looked_at(tmp_path: Path, tag: str) -> None:
    assert len(faults(site(tmp_path, topics=tag))) == 1


def test_a_connection_loads_nothing(tmp_path: Path) -> None:
    assert faults(site(tmp_path, topics='<link rel="preconnect" href="/">')) == []


def test_a_fault_of_every_page_is_one_problem(tmp_path: Path) -> None:
    link = '<a href="/x/">x</a>'
    assert [found.split(" W101 ")[1].split(";")[0] for found in faults(site(tmp_path, a=link, b=link, c=link))] == [
        "the link '/x/' leaves /my-wiki/, where the site is, here and on 2 other pages"
    ]


def test_the_page_of_missing_pages_is_read_from_its_own_place(tmp_path: Path) -> None:
    root = site(tmp_path, **{"404_dot_html": '<a href="/my-wiki/">x</a><a href="./">x</a><a href="../">y</a>'})
    assert [found.split()[0] for found in faults(root)] == ["site/404.html:1:1"]


def test_the_sitemap_is_looked_at(tmp_path: Path) -> None:
    urls = "".join(f"<url><loc>{URL}{name}</loc></url>" for name in ("", "nowhere/"))
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    assert [found.split()[0] for found in faults(site(tmp_path, sitemap_dot_xml=text))] == ["site/sitemap.xml:1:1"]


def test_a_site_without_an_address_is_taken_to_be_at_the_root(tmp_path: Path) -> None:
    root = site(tmp_path, topics='<a href="/">x</a><a href="/topics/">x</a><a href="/my-wiki/">y</a>')
    assert len(faults(root, "")) == 1


def test_an_empty_page_has_no_links(tmp_path: Path) -> None:
    assert faults(site(tmp_path, topics="")) == []

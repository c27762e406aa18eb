"""What `litwiki serve` answers, under which names, and when a page hears that there is a newer one."""

import http.client
import queue
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from litwiki.model.errors import UsageError
from litwiki.site.serve import SiteServer, is_local_host


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_its_own_names_are_answered(host: str) -> None:
    assert is_local_host(host, 8000)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example:8000",
        "127.0.0.1.nip.io:8000",
        "127.0.0.1",
        "localhost:8001",
        "localhost:",
        "localhost:8000:8000",
        "127.0.0.1:8000, evil.example",
        "0.0.0.0:8000",
        "192.168.1.5:8000",
    ],
)
def test_other_names_are_not(host: str) -> None:
    assert not is_local_host(host, 8000)
    assert not is_local_host(host.replace("8000", "80"), 8000)


def test_without_a_number_the_port_is_eighty() -> None:
    assert is_local_host("localhost", 80)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    (tmp_path / "index.html").write_text("<h1>Tea</h1></body>", encoding="utf-8")
    (tmp_path / "pots").mkdir()
    (tmp_path / "pots" / "index.html").write_text("<h1>Pots</h1></body>", encoding="utf-8")
    (tmp_path / "a b.txt").write_text("leaves", encoding="utf-8")
    (tmp_path / "main.0123abcd.min.js").write_text("1", encoding="utf-8")
    server = SiteServer(tmp_path, 0)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


Answer = tuple[int, bytes, dict[str, str]]


@pytest.fixture
def get(server: SiteServer) -> Callable[..., Answer]:
    def get(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": f"localhost:{server.server_port}", **given})
        answer = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.getheaders())
        connection.close()
        return found

    return get


@pytest.mark.parametrize("path", ["/", "/livereload.js", "/livereload/0/index.html", "/nowhere/"])
def test_a_page_that_leads_its_own_name_here_reads_nothing(
    server: SiteServer, get: Callable[..., Answer], path: str
) -> None:
    status, content, _ = get(path, Host=f"evil.example:{server.server_port}")
    assert (status, b"Tea" in content) == (403, False)
    status, content, _ = get(path)
    assert (status, b"Tea" in content) == (404 if path == "/nowhere/" else 200, path == "/")


@pytest.mark.parametrize(
    ("path", "status", "content"),
    [
        ("/pots/", 200, b"Pots"),
        ("/pots/?q=1", 200, b"Pots"),
        ("/a%20b.txt", 200, b"leaves"),
        ("/pots/../index.html", 200, b"Tea"),
        ("/../../../../etc/passwd", 404, b""),
        ("/%2e%2e/%2e%2e/etc/passwd", 404, b""),
        ("/a%00b.txt", 404, b""),
        ("/%ff%fe", 404, b""),
        ("/" + "a" * 3_000, 404, b""),
    ],
)
def test_files_of_the_site_and_no_others_are_there(
    get: Callable[..., Answer], path: str, status: int, content: bytes
) -> None:
    answer = get(path)
    assert answer[0] == status
    assert content in answer[1]


def test_a_folder_is_a_page_and_a_head_has_no_body(get: Callable[..., Answer]) -> None:
    assert (get("/pots")[0], get("/pots")[2]["Location"]) == (302, "/pots/")
    status, content, headers = get("/pots/", method="HEAD")
    assert (status, content) == (200, b"")
    assert int(headers["Content-Length"]) == len(get("/pots/")[1])


def test_a_browser_asks_each_time_and_is_sent_only_what_changed(get: Callable[..., Answer], tmp_path: Path) -> None:
    _, _, headers = get("/a%20b.txt")
    assert headers["Cache-Control"] == "no-cache"
    assert get("/a%20b.txt", If_None_Match=headers["ETag"])[0] == 304
    (tmp_path / "a b.txt").write_text("steams", encoding="utf-8")  # as long, and perhaps in the same second
    assert get("/a%20b.txt", If_None_Match=headers["ETag"])[1] == b"steams"
    assert "immutable" in get("/main.0123abcd.min.js")[2]["Cache-Control"]


def epoch_of(page: bytes) -> str:
    found = re.search(rb'data-page="([0-9]+)/', page)
    assert found
    return found[1].decode()


def test_a_page_hears_of_the_next_site_or_notice_and_of_nothing_else(
    server: SiteServer, get: Callable[..., Answer], tmp_path: Path
) -> None:
    epoch = epoch_of(get("/")[1])
    answers: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=lambda: answers.put(get(f"/livereload/{epoch}/index.html")[1]), daemon=True).start()
    server.renew()
    with pytest.raises(queue.Empty):
        answers.get(timeout=0.1)
    server.notice.show((), "the lid is missing")
    server.renew()
    assert answers.get(timeout=5).decode() != epoch
    page = get("/")[1]
    assert b"the lid is missing" in page
    assert get("/livereload/1/index.html")[1].decode() == epoch_of(page)
    assert get("/nowhere/")[1] == b"404 Not Found\n"
    (tmp_path / "404.html").write_text("<h1>Gone</h1></body>", encoding="utf-8")
    assert b"the lid is missing" in get("/nowhere/")[1]


def test_pages_are_shown_ahead_of_their_site_and_reload_once(
    server: SiteServer, get: Callable[..., Answer], tmp_path: Path
) -> None:
    def epochs() -> list[str]:
        return [epoch_of(get(path)[1]) for path in ("/", "/pots/")]

    def build(content: str) -> None:
        tmp_path.rename(tmp_path.with_name("before"))
        tmp_path.mkdir()
        for name in ("index.html", "pots/index.html"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        server.renew()

    first = epochs()
    server.show({"pots/index.html": b"<h1>Lids</h1></body>"})
    shown = epochs()
    assert shown[0] == first[0]
    assert shown[1] != first[1]
    assert b"Lids" in get("/pots/")[1]
    build("<h1>Lids</h1></body>")
    assert epochs()[0] != first[0]
    assert epochs()[1] == shown[1]
    server.renew()
    assert epochs()[1] == shown[1]
    # What became of the build is something else, or nothing.
    server.show({"pots/index.html": b"<h1>Spouts</h1></body>"})
    spouts = epochs()[1]
    server.renew()
    assert b"Lids" in get("/pots/")[1]
    assert len({*epochs(), spouts, shown[1]}) == 3


def test_a_port_that_is_taken_is_said(server: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose another with --port"):
        SiteServer(tmp_path, server.server_port)

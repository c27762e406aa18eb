"""Under which names `litwiki serve` answers."""

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from litwiki.site.serve import is_own_host, make_server


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_its_own_names_are_answered(host: str) -> None:
    assert is_own_host(host, 8000)


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
    assert not is_own_host(host, 8000)
    assert not is_own_host(host.replace("8000", "80"), 8000)


def test_without_a_number_the_port_is_eighty() -> None:
    assert is_own_host("localhost", 80)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "index.html").write_text("<h1>Tea</h1></body>", encoding="utf-8")
    server = make_server(tmp_path, 0, lambda: None)
    threading.Thread(target=server.serve, daemon=True).start()
    while not getattr(server, "server_port", 0):
        time.sleep(0.01)
    yield server.server_port
    server.shutdown()


@pytest.mark.parametrize("path", ["/", "/livereload.js", "/livereload/0/1", "/nowhere/"])
def test_a_page_that_leads_its_own_name_here_reads_nothing(port: int, path: str) -> None:
    for host, status in ((f"evil.example:{port}", 403), (f"localhost:{port}", 404 if path == "/nowhere/" else 200)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        assert (answer.status, b"Tea" in answer.read()) == (status, status == 200 and path == "/")
        connection.close()

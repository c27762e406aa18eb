"""The HTTP client against a server that does everything wrong: what is tried again, what is put off, what is refused."""

import os
from collections.abc import Iterator
from email.utils import formatdate
from unittest import mock

import pytest

from litwiki.curation.online.client import LONGEST_WAIT, Answer, Client, PutOff, Query, user_agent
from tests.service_machine import Fault, Services, TestClock, client, served


@pytest.fixture
def services() -> Iterator[Services]:
    with served() as running:
        yield running


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


def ask(services: Services, clock: TestClock | None = None, path: str = "web/x", **rest: object) -> Answer | PutOff:
    return client(clock, **rest).ask(Query(f"{services.url}/{path}"))  # type: ignore[arg-type]


def test_an_answer_comes_unpacked(services: Services) -> None:
    answer = ask(services)
    assert isinstance(answer, Answer)
    assert (answer.body, answer.status) == (b"a page", 200)
    assert services.headers[0]["User-Agent"] == "litwiki-test"


@pytest.mark.parametrize("status", [400, 404, 410])
def test_what_nobody_knows_is_an_empty_answer(services: Services, status: int) -> None:
    services.pages["x"] = status
    answer = ask(services)
    assert isinstance(answer, Answer)
    assert (answer.body, answer.status, len(services.asked)) == (b"", status, 1)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_service_is_asked_again_later_and_later(services: Services, clock: TestClock, status: int) -> None:
    services.faults["web"] = [Fault(status), Fault(status)]
    assert isinstance(ask(services, clock), Answer)
    assert clock.waits == [2.0, 4.0]
    services.always["web"] = Fault(status)
    assert ask(services, clock) == PutOff(f"HTTP {status}, 4 times")


def test_the_time_that_a_service_asks_for_is_kept(services: Services, clock: TestClock) -> None:
    services.faults["web"] = [Fault(429, headers={"Retry-After": "17"})]
    assert isinstance(ask(services, clock), Answer)
    assert clock.waits == [17.0]


@pytest.mark.parametrize("later", ["7200", formatdate(4_000_000_000, usegmt=True)])
def test_who_wants_to_be_left_alone_is_left_alone(services: Services, clock: TestClock, later: str) -> None:
    services.faults["web"] = [Fault(503, headers={"Retry-After": later})]
    reply = ask(services, clock)
    assert isinstance(reply, PutOff)
    assert reply.is_final
    assert (clock.waits, len(services.asked)) == ([], 1)


@pytest.mark.parametrize("nonsense", ["soon", "-5", "", "9" * 400])
def test_nonsense_about_later_harms_nobody(services: Services, clock: TestClock, nonsense: str) -> None:
    services.faults["web"] = [Fault(429, headers={"Retry-After": nonsense})]
    ask(services, clock)
    assert all(0 <= wait <= LONGEST_WAIT for wait in clock.waits)


def test_a_slow_drip_has_an_end(services: Services, clock: TestClock) -> None:
    services.always["web"] = Fault(body=b"x" * 1_000, drip=0.05)
    reply = client(clock, seconds=0.2).ask(Query(f"{services.url}/web/x"))
    assert isinstance(reply, PutOff)
    assert "no whole answer" in reply.reason


def test_an_answer_that_is_cut_off_is_asked_for_again(services: Services, clock: TestClock) -> None:
    services.faults["web"] = [Fault(body=b"half of it", cut=4)]
    reply = ask(services, clock)
    assert isinstance(reply, Answer)
    assert (reply.body, len(services.asked)) == (b"a page", 2)


def test_an_answer_without_end_is_refused(services: Services) -> None:
    services.always["web"] = Fault(body=b"x" * 40_000)
    reply = ask(services, largest=30_000)
    assert isinstance(reply, PutOff)
    assert (len(services.asked), "more than 30,000 bytes" in reply.reason) == (1, True)


def test_a_packed_answer_counts_as_it_is_unpacked(services: Services) -> None:
    services.pages["big"] = 200
    with mock.patch("tests.service_machine.answer_of", return_value=(200, b"0" * 5_000_000)):
        reply = ask(services, path="web/big", largest=100_000)
    assert isinstance(reply, PutOff)


def test_redirects_stay_with_known_hosts(services: Services) -> None:
    other = f"http://localhost:{services.port}/web/there"
    services.faults["web"] = [Fault(302, headers={"Location": other})]
    reply = ask(services)
    assert reply == PutOff("sends us to another host, localhost")
    services.faults["web"] = [Fault(302, headers={"Location": other})]
    assert isinstance(ask(services, known_hosts=frozenset({f"localhost:{services.port}"})), Answer)
    services.faults["web"] = [Fault(301, headers={"Location": "/web/there"})]
    assert isinstance(ask(services), Answer)


@pytest.mark.parametrize("target", ["file:///etc/hostname", "javascript:alert(1)", "", "ftp://localhost/x"])
def test_redirects_lead_to_web_addresses(services: Services, target: str) -> None:
    services.always["web"] = Fault(302, headers={"Location": target})
    assert isinstance(ask(services), PutOff)


def test_redirects_in_a_circle_have_an_end(services: Services) -> None:
    services.always["web"] = Fault(302, headers={"Location": "/web/x"})
    reply = ask(services)
    assert isinstance(reply, PutOff)
    assert len(services.asked) <= 6


def test_a_key_goes_to_its_service_only(services: Services) -> None:
    host = f"localhost:{services.port}"
    services.faults["web"] = [Fault(302, headers={"Location": f"http://{host}/web/there"})]
    query = Query(f"{services.url}/web/x", secret=("x-api-key", "the-key"))
    client(known_hosts=frozenset({host})).ask(query)
    assert [headers.get("x-api-key") for headers in services.headers] == ["the-key", None]


def test_the_pace_of_a_service_is_kept(services: Services, clock: TestClock) -> None:
    asking = client(clock)
    for _ in range(3):
        asking.ask(Query(f"{services.url}/web/x"), pace=3.0)
    assert clock.time == 6.0


def test_nobody_there_is_no_bug(clock: TestClock) -> None:
    reply = client(clock).ask(Query("http://127.0.0.1:9/x"))
    assert isinstance(reply, PutOff)
    assert "4 times" in reply.reason
    assert isinstance(client(clock).ask(Query("http://[not an address/x")), PutOff)


def test_a_head_follows_to_any_host_and_is_asked_once(services: Services) -> None:
    services.faults["web"] = [Fault(302, headers={"Location": f"http://localhost:{services.port}/web/gone"})]
    services.pages["gone"] = 410
    assert client().status(Query(f"{services.url}/web/x", method="HEAD")) == 410
    services.always["web"] = Fault(503)
    assert client().status(Query(f"{services.url}/web/x", method="HEAD")) == 503


def test_the_wiki_says_who_it_is() -> None:
    assert user_agent("https://tea.example/wiki/").endswith(" (+https://tea.example/wiki/)")
    with mock.patch.dict(os.environ, {"LITWIKI_CONTACT": "mailto:ada@tea.example"}):
        assert user_agent("").endswith("(+mailto:ada@tea.example)")
    assert "\n" not in user_agent("https://x\r\nEvil: yes")


def test_a_proxy_of_the_environment_is_used(services: Services) -> None:
    with mock.patch.dict(os.environ, {"http_proxy": services.url, "no_proxy": ""}):
        Client("x", clock=TestClock()).ask(Query("http://tea.invalid/web/x"))
    assert services.asked[0][1] == "http://tea.invalid/web/x"

"""The HTTP client of everything that asks the network: a query in, an answer or the reason why there is none out.

It is polite (who asks and for which wiki, a pace for each service, `Retry-After`) and trusts nobody: an answer has a
size, a time for all of it, however slowly it drips, and may send us to known hosts only. What goes wrong is a value:
nothing that a service does ends a run. Sources: RFC 9110 (15.4 redirects, 10.2.3 Retry-After), RFC 6585 (429).
"""

import os
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from functools import partial
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import urllib3
from msgspec import Struct, field
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry, Timeout

from litwiki import __version__
from litwiki.model.replace import replace

SECONDS = 40.0
"""For the whole of one answer."""
CONNECT, SILENCE = 10.0, 20.0
"""Seconds until a connection stands, and between two pieces of an answer."""
LARGEST = 16 * 2**20
"""Bytes of an answer after unpacking; a hundred records of arXiv have some 300 kB."""
PIECE = 65_536
ATTEMPTS = 4
LONGEST_WAIT = 60.0
"""Seconds that a run waits for a service; one that asks for more is left alone for the rest of the run."""
BACKOFF = Retry(backoff_factor=1.0, backoff_max=LONGEST_WAIT, retry_after_max=24 * 3600)
MOST_HOPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOBODY = frozenset({400, 404, 410, 422})
"""What services answer to an id that they do not know."""
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})

T = TypeVar("T")


class Query(Struct, frozen=True):
    """What is asked: `secret` is a header with a key, which is sent to the first host only, and never shown or kept.
    `about` has the ids that it is about, as `doi:10.1000/x` in lower case."""

    url: str
    accept: str = ""
    body: bytes = b""
    secret: tuple[str, str] | None = None
    about: tuple[str, ...] = ()
    method: str = "GET"


class Answer(Struct, frozen=True):
    """The bytes that came, empty where the service knows nothing; `status` is HTTP's."""

    body: bytes
    status: int = 200


class PutOff(Struct, frozen=True):
    """No answer today: `reason` for a person. With `is_final` the service wants to be left alone for this run."""

    reason: str
    is_final: bool = False


class Clock(Protocol):
    """Seconds that only grow, and waiting for them to: Python's `time`, or a test's clock, which waits for nobody."""

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


class Client(Struct):
    """Asks over one pool of connections. It may be used by several threads, each asking other hosts."""

    user_agent: str
    known_hosts: frozenset[str] = frozenset()
    """Hosts, with their ports where these are not the usual ones, to which another host may send us."""
    clock: Clock = time
    seconds: float = SECONDS
    largest: int = LARGEST
    _last: dict[str, float] = field(default_factory=dict)
    _pools: dict[str, urllib3.PoolManager] = field(default_factory=dict)
    """By the address of the proxy; empty for none."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, query: Query, pace: float = 0.0) -> Answer | PutOff:
        """The answer, after some attempts where the service is busy; `pace` are seconds between two queries to it."""
        reason = ""
        for attempt in range(ATTEMPTS):
            self._keep_pace(host_of(query.url), pace)
            wait = None
            try:
                answer, wait = self._follow(query)
                if answer.status not in LATER:
                    return answer
                reason = f"HTTP {answer.status}"
            except _RefusedError as error:
                return PutOff(str(error))
            except (HTTPError, OSError, ValueError) as error:
                reason = _said(error)
            wait = BACKOFF.backoff_factor * 2 ** (attempt + 1) if wait is None else wait
            if wait > LONGEST_WAIT:
                return PutOff(f"{reason}, and asks to come back in {wait:,.0f} s", is_final=True)
            if attempt < ATTEMPTS - 1:
                self.clock.sleep(wait)
        return PutOff(f"{reason}, {ATTEMPTS} times")

    def status(self, query: Query, pace: float = 0.0) -> int:
        """HTTP's status after redirects to any host, once: whether an address leads somewhere; 0 for no answer."""
        self._keep_pace(host_of(query.url), pace)
        try:
            return self._follow(query, anywhere=True)[0].status
        except (_RefusedError, HTTPError, OSError, ValueError):
            return 0

    def _keep_pace(self, host: str, pace: float) -> None:
        with self._lock:
            now = self.clock.monotonic()
            due = max(self._last.get(host, now - pace) + pace, now)
            self._last[host] = due
        if due > now:
            self.clock.sleep(due - now)

    def _follow(self, query: Query, *, anywhere: bool = False) -> "_Answered":
        for _ in range(MOST_HOPS):
            answer = _within(self.seconds, partial(self._once, query, whole=not anywhere))
            if not isinstance(answer, str):
                return answer
            target = urljoin(query.url, answer)
            ours, theirs = urlsplit(query.url), urlsplit(target)
            if theirs.scheme not in {"http", "https"} or not theirs.hostname:
                raise _RefusedError(f"sends us to {target[:80]!r}, which is no web address")
            if ours.netloc != theirs.netloc and not anywhere and theirs.netloc not in self.known_hosts:
                raise _RefusedError(f"sends us to another host, {theirs.hostname}")
            if (ours.scheme, theirs.scheme) == ("https", "http") and not anywhere:
                raise _RefusedError("sends us to an address without encryption")
            secret = query.secret if ours.netloc == theirs.netloc else None
            query = replace(query, url=target, secret=secret)
        raise _RefusedError(f"sends us on more than {MOST_HOPS} times")

    def _once(self, query: Query, *, whole: bool) -> "_Answered | str":
        """What one host says, or the address to which it sends us."""
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": "gzip"}
        headers |= {"Accept": query.accept} if query.accept else {}
        headers |= {"Content-Type": "application/json"} if query.body else {}
        headers |= dict([query.secret]) if query.secret else {}
        response = self._pool(query.url).request(
            query.method,
            query.url,
            body=query.body or None,
            headers=headers,
            preload_content=False,
            redirect=False,
            retries=False,
            timeout=Timeout(connect=CONNECT, read=SILENCE),
        )
        try:
            if response.status in REDIRECTS:
                return str(response.headers.get("Location", ""))
            if whole and response.status not in LATER | NOBODY | {200}:
                raise _RefusedError(f"HTTP {response.status}")
            body = b"".join(self._pieces(response)) if whole and response.status == 200 else b""
            return Answer(body, response.status), _retry_after(response.headers)
        finally:
            # A connection whose answer was not read to its end is of no use to the next query.
            response.close()

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Connections to the host of `url`, through the proxy that the environment names for it."""
        parts, proxies = urlsplit(url), urllib.request.getproxies()
        proxy = "" if urllib.request.proxy_bypass(parts.netloc) else proxies.get(parts.scheme, "")
        with self._lock:
            if proxy not in self._pools:
                self._pools[proxy] = urllib3.ProxyManager(proxy, maxsize=4) if proxy else urllib3.PoolManager(maxsize=4)
            return self._pools[proxy]

    def _pieces(self, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        """The body, as long as it is neither too long nor too slow; the clock here is the machine's."""
        end, size = time.monotonic() + self.seconds, 0
        while piece := response.read1(PIECE):
            size += len(piece)
            if size > self.largest:
                raise _RefusedError(f"answers with more than {self.largest:,} bytes")
            if time.monotonic() > end:
                raise TimeoutError("no whole answer in time")
            yield piece


class _RefusedError(Exception):
    """An answer that we do not take, however often we ask."""


_Answered = tuple[Answer, float | None]
"""With the seconds that a busy service wants to be left alone, where it says so."""


def host_of(url: str) -> str:
    """Host and port of an address; empty where it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises within so many seconds. A server that sends a header letter by letter never ends
    a read; such a thread is left behind, and ends with the process."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    if not wait([future], seconds).done:
        raise TimeoutError(f"no whole answer within {seconds:g} s")
    return future.result()


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds or a date; None where the service does not say or says nonsense."""
    try:
        return BACKOFF.parse_retry_after(headers["Retry-After"])
    except (KeyError, InvalidHeader, ValueError, OverflowError):
        return None


def _said(error: BaseException) -> str:
    """An error in one line for a person: libraries wrap the reason in their own objects' names."""
    reason = getattr(error, "reason", None) or error
    text = str(reason).rpartition(": ")[2] or type(reason).__name__
    return text[:200]


def user_agent(site_url: str) -> str:
    """Who asks: litwiki, its version, and the wiki's address, so that a service can say whom it minds."""
    address = site_url or os.environ.get("LITWIKI_CONTACT", "")
    return f"litwiki/{__version__}" + (f" (+{address})" if address and address.isprintable() else "")

"""OpenReview's notes by their ids: the second version of its API, and the first one for what came before 2024
(https://docs.openreview.net/reference/api-v2). Its answers to strangers are what strangers may read.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from litwiki.curation.enrich.service import Asking, about, of_form
from litwiki.curation.online.client import Query

name = "openreview"
title = "OpenReview"
address = "https://api2.openreview.net"
pace = 1.0

FIRST_VERSION = "https://api.openreview.net"


def request(asking: Asking) -> Iterator[Query]:
    """Ids one by one; in a later round of the old API, where the new one does not know them."""
    old = FIRST_VERSION if asking.address == address else f"{asking.address}/v1"
    for number in asking.by_id("openreview", again=True):
        ids = (about("openreview", number),)
        yield Query(f"{asking.address}/notes?{urlencode({'id': number})}", about=ids)
        if asking.is_unanswered("openreview", number, name):
            yield Query(f"{old}/notes?{urlencode({'id': number})}", about=ids)


apply = of_form("openreview", 1)

"""The search for cycles among values, which commands and workers do seldom."""

import gc


def collect_young() -> None:
    """Lets this process look for cycles among young values only, and among many at a time: a great many values stay,
    and to look through them again and again takes a tenth of an ingest's time. What is there already is left out."""
    gc.set_threshold(100_000, 10, 1_000)
    gc.freeze()

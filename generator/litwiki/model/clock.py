"""The day on which something is written into `content/`: the only clock that a command asks. No build does."""

import datetime
import os


def today() -> str:
    """This day in UTC (ISO 8601), or that of SOURCE_DATE_EPOCH (reproducible-builds.org, "SOURCE_DATE_EPOCH")."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()

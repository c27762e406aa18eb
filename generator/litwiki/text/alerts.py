"""What GitHub's Markdown writes beside CommonMark's: the kinds of alerts, and the ids of footnotes."""

import re

ALERTS = {"NOTE": "Note", "TIP": "Tip", "IMPORTANT": "Important", "WARNING": "Warning", "CAUTION": "Caution"}
FOOTNOTE = re.compile(r"fn(?:ref)?[0-9]{1,6}(?:-[0-9]{1,6})?")
"""The ids of footnotes and of what refers to them."""

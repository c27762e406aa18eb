"""Makes a wiki of lists that people kept by hand, with a proof that nothing is missing.

`read_source` says what a source is and what it says (an `Outline`), `migration` makes a wiki of that, `counting` counts
both sides. A new kind of source is a function from its text to an outline, called in `read_source`.
"""

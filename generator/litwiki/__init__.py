"""litwiki: paper listings in, a curated, cross-linked, searchable static wiki out."""

import os

# Our matrices are small: threads of the library for linear algebra wait for each other longer than they work. It reads
# this when it is loaded, so it stands before everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

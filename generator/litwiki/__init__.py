"""litwiki: paper listings in, a curated, cross-linked, searchable static wiki out."""

__version__ = "0.1.0"

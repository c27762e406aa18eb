"""From pages to a site: the only package that knows MkDocs, and how a finished folder takes the place of another."""

"""The web, politely: one HTTP client, its answers kept on disk, and links that died. No build asks it."""

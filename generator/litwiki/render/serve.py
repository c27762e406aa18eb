"""A site on this machine, rebuilt and reloaded when a file changes; the server is MkDocs' own."""

from collections.abc import Callable, Iterable
from pathlib import Path

from litwiki.model.errors import UsageError


def serve(site: Path, port: int, watched: Iterable[Path], rebuild: Callable[[], None]) -> None:
    """Serves `site` on this machine until interrupted; rebuilds and reloads pages when a watched file changes.

    Raises `UsageError` where the port is taken.
    """
    from mkdocs.livereload import LiveReloadServer

    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(site), mount_path="/")

    def not_found(code: int) -> bytes | None:
        page = site / "404.html"
        return page.read_bytes() if code == 404 and page.is_file() else None

    server.error_handler = not_found
    for path in watched:
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own signature
    except OSError as error:
        raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()

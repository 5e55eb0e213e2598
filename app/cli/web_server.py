"""The web server of ``serve``: waitress, with a door that idle visitors cannot block.

Waitress stops to listen when it has as many connections as it may, until some have been idle for
long. Ours lets whoever comes in, and those go who have said nothing for the longest.
"""

import resource
import socket
from typing import Any, Final

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

THREADS: Final = 16
MOST_CONNECTIONS: Final = 4000
FILES_FOR_OTHERS: Final = 200  # of those the system lets us have open
IDLE_SECONDS: Final = 30
SHARE_LET_GO: Final = 10  # one in so many at a time


class WebServer(TcpWSGIServer):
    """Lets in everybody."""

    def handle_accept(self) -> None:
        """Make room, then let in."""
        if len(self.active_channels) >= self.adj.connection_limit - SHARE_LET_GO:
            self._let_go_idle()
        super().handle_accept()

    def _let_go_idle(self) -> None:
        """Whoever is not being answered, from the one that has been silent the longest."""
        idle = [one for one in self.active_channels.values() if not one.requests]
        idle.sort(key=lambda one: one.last_activity)
        for channel in idle[: max(len(idle) // SHARE_LET_GO, 1)]:
            channel.handle_close()


def make_server(app: Flask, listening: socket.socket, *, has_proxy: bool) -> WebServer:
    """A server on a socket that listens; ``has_proxy``: what a proxy says of visitors is kept."""
    settings = Adjustments(
        sockets=[listening],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not has_proxy,
        asyncore_use_poll=True,  # select knows of 1024 files only
        connection_limit=_most_connections(),
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=IDLE_SECONDS // 3,
        backlog=socket.SOMAXCONN,
        log_socket_errors=False,  # a visitor who leaves is no error
    )
    workers = ThreadedTaskDispatcher()
    workers.set_thread_count(THREADS)
    address: Any = (listening.family, listening.type, listening.proto, listening.getsockname())
    return WebServer(
        app,
        _sock=listening,
        dispatcher=workers,
        adj=settings,
        bind_socket=False,
        sockinfo=address,
    )


def _most_connections() -> int:
    """As many as the system lets us have, which we ask it to make more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_FOR_OTHERS
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(min(MOST_CONNECTIONS, soft - FILES_FOR_OTHERS), soft // 2)

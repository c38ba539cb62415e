"""The app behind a socket of this machine, on the server that ``workbench serve`` runs."""

import logging
import threading
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel


class AppServer:
    """Serves an app from a thread. ``stop`` and ``start`` keep the port, as a server that was restarted does."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port = app, 0
        self._running = False
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._sockets: dict[Any, Any] = {}
        self._server = waitress.create_server(
            self.app, map=self._sockets, host="127.0.0.1", port=self.port, threads=4, ident=""
        )
        self.port = self._server.effective_port
        self._running = True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more, those who are connected neither."""
        if not self._running:
            return
        self._running = False
        self._thread.join()
        for channel in [s for s in self._sockets.values() if isinstance(s, HTTPChannel)]:
            channel.handle_close()  # with the files that it was sending
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def _serve(self) -> None:
        while self._running:
            wasyncore.loop(timeout=0.02, map=self._sockets, count=1)

"""Sends a webhook's message: to public addresses only, without following anybody elsewhere, within bounded time."""

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from workbench import __version__
from workbench.services.telling import Message, may_reach, signature

#: For each step, and for all of it together: far below a job's lease.
STEP_SECONDS = 10.0
MOST_SECONDS = 30.0
#: As much of an answer as is worth reading.
MOST_READ = 200


class NotTaken(Exception):
    """The site did not take it; the job tells it again later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the site took it, and that in words. ``is_down``: nobody was there to answer."""

    is_taken: bool
    says: str
    is_down: bool = False


def post(message: Message, *, at: datetime, private: bool) -> Answer:
    """Send it and say how it went; never raises for what the other side does."""
    try:
        return _post(message, at, private)
    except NotTaken as error:
        return Answer(False, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(False, _why(error), is_down=True)


#: What went wrong on the way, in a sentence; the first that fits. Nothing of the libraries' own words.
_WHY: tuple[tuple[type[Exception], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "No safe connection: its certificate is not one to trust ({0.verify_message}).",
    ),
    (ssl.SSLError, "No safe connection: what answers there does not speak https as it should."),
    (socket.gaierror, "No answer: the name leads nowhere."),
    (ConnectionRefusedError, "No answer: nothing listens at this address."),
    (TimeoutError, "No answer in time."),
    (OSError, "No answer: the connection broke."),
)


def _why(error: Exception) -> str:
    said = (words for kind, words in _WHY if isinstance(error, kind))
    return next(said, "No answer that could be understood.").format(error)


def _post(message: Message, at: datetime, private: bool) -> Answer:
    parts = urlsplit(message.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(host, port, timeout=STEP_SECONDS)
    connection.sock = _connect(host, port, private)
    # Something that answers a letter a minute would hold the worker; cut off, reading ends in an OSError.
    late = threading.Timer(MOST_SECONDS, _cut, [connection.sock])
    late.start()
    try:
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"Workbench/{__version__}",
            "X-Workbench-Signature": signature(message.secret, message.body, at),
            "Connection": "close",
        }
        connection.request("POST", path, message.body, headers)
        answer = connection.getresponse()
        said = " ".join(answer.read(MOST_READ).decode("utf-8", "replace").split())
    finally:
        late.cancel()
        connection.close()
    return Answer(200 <= answer.status < 300, f"{answer.status} {answer.reason}. {said}".strip())


def _connect(host: str, port: int, private: bool) -> socket.socket:
    """A connection to an address that was looked at: asked for by name again, it might have become another."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    if not private and not all(may_reach(address) for address in addresses):
        raise NotTaken("Not sent: the name leads into a private network.")
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=STEP_SECONDS)
        except OSError as error:
            last = error
    raise last or OSError("the name leads nowhere")


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return

"""Deployment settings: read once from ``WORKBENCH_*`` variables, checked, frozen.

What a desk may change while the workbench runs is not here but in ``domain/house.py``.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from workbench.setting_values import (
    database_url,
    host,
    hosts,
    is_loopback,
    mailbox,
    one_line,
    secret,
    tls_mode,
    web_address,
    whole,
    yes_or_no,
)

PREFIX = "WORKBENCH_"
#: Read by the test suite, not by the program.
IGNORED_PREFIX = "WORKBENCH_TEST_"


class SettingsError(ValueError):
    """A setting cannot be used. The message names the variable and says what it should be."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One row of the documented table: the variable, how it is read, its default in words, what it does."""

    name: str
    field: str
    read: Callable[[str], Any]
    default: str
    says: str

    @property
    def full_name(self) -> str:
        return PREFIX + self.name


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DATABASE_URL",
        "database_url",
        database_url,
        "a SQLite file in the data folder",
        "Where everything is kept: `sqlite:///FILE` or `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
    ),
    Variable(
        "SECRET_KEY",
        "secret_key",
        secret,
        "made once, in a file beside the database",
        "Signs form tokens and the links that stop mail. Give all processes of one desk the same; needed with "
        "PostgreSQL on several machines.",
    ),
    Variable(
        "HOST", "host", host, "127.0.0.1", "The address to listen on; 0.0.0.0 for every one this machine has."
    ),
    Variable("PORT", "port", whole(0, 65535), "8000", "The port to listen on; 0 picks a free one."),
    Variable(
        "PROCESSES",
        "processes",
        whole(1, 64),
        "2",
        "How many processes answer requests; more than the machine has cores gain nothing.",
    ),
    Variable("THREADS", "threads", whole(1, 256), "4", "How many requests each of them answers at a time."),
    Variable(
        "TRUSTED_PROXIES",
        "trusted_proxies",
        whole(0, 10),
        "0",
        "How many reverse proxies stand in front; their X-Forwarded-* headers are then believed.",
    ),
    Variable(
        "HTTPS",
        "https",
        yes_or_no,
        "no",
        "Say yes when people reach the workbench by https: cookies are then never sent without it.",
    ),
    Variable(
        "ALLOWED_HOSTS",
        "allowed_hosts",
        hosts,
        "any (demo: this machine only)",
        "Names the workbench answers to, by commas; a leading dot means a domain and all below it.",
    ),
    Variable("UPLOAD_MB", "upload_mb", whole(1, 1000), "25", "The largest request in megabytes."),
    Variable(
        "SESSION_DAYS", "session_days", whole(1, 365), "14", "After how many days people sign in again."
    ),
    Variable(
        "URL",
        "url",
        web_address,
        "none",
        "The address people open the workbench at, such as `https://desk.example.org`; links in mail and in messages to web sites begin with it.",
    ),
    Variable("SMTP_HOST", "smtp_host", host, "none: no mail", "The server that news is sent through."),
    Variable(
        "SMTP_TLS",
        "smtp_tls",
        tls_mode,
        "starttls",
        "`starttls` or `tls`; `none` only within this machine or a closed network, and never with a password beyond it.",
    ),
    Variable(
        "SMTP_PORT",
        "smtp_port",
        whole(1, 65535),
        "587; with `tls` 465, with `none` 25",
        "The port of the mail server.",
    ),
    Variable("SMTP_USER", "smtp_user", one_line, "none", "The name to sign in to the mail server with."),
    Variable("SMTP_PASSWORD", "smtp_password", one_line, "none", "The password that belongs to it."),
    Variable(
        "SMTP_FROM",
        "smtp_from",
        mailbox,
        "none",
        "Who the mail is from: `Desk <desk@example.org>`.",
    ),
    Variable(
        "DIGEST_HOUR",
        "digest_hour",
        whole(0, 23),
        "5",
        "The hour of the day, in UTC, after which the daily digest goes out; it holds what came until then.",
    ),
    Variable(
        "WEBHOOK_PRIVATE",
        "webhook_private",
        yes_or_no,
        "no",
        "Say yes where web sites within your own network, or by http on this machine, are to be told of editions.",
    ),
    Variable(
        "DEMO",
        "demo",
        yes_or_no,
        "no",
        "One-click sign-in for everybody in the database. Only on this machine’s own addresses.",
    ),
)

#: Never to be shown, in an error either.
_SECRET = frozenset({"secret_key", "database_url", "smtp_password"})
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """One deployment. Build it with :func:`load`, or directly in tests."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    threads: int = 4
    trusted_proxies: int = 0
    https: bool = False
    allowed_hosts: tuple[str, ...] = ()
    upload_mb: int = 25
    session_days: int = 14
    url: str = ""
    smtp_host: str = ""
    smtp_tls: str = "starttls"
    smtp_port: int | None = None  # None: the usual one
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    digest_hour: int = 5
    webhook_private: bool = False
    demo: bool = False

    def __post_init__(self) -> None:
        self._check_mail()
        if self.demo and not is_loopback(self.host):
            raise SettingsError(
                f"{PREFIX}DEMO lets anybody sign in with one click, so it only listens on this machine: "
                f"leave {PREFIX}HOST at 127.0.0.1 (it is {self.host!r})."
            )

    def _check_mail(self) -> None:
        """Mail is configured as a whole or not at all. Raises SettingsError naming what is missing."""
        given = [
            name
            for name in ("SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM")
            if getattr(self, name.lower())
        ]
        if not self.smtp_host:
            if given:
                raise SettingsError(
                    f"{PREFIX}{given[0]} is set, but {PREFIX}SMTP_HOST is not: no mail would be sent."
                )
            return
        for name in ("SMTP_FROM", "URL"):
            if not getattr(self, name.lower()):
                raise SettingsError(f"{PREFIX}SMTP_HOST is set, so {PREFIX}{name} is needed too.")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise SettingsError(
                f"{PREFIX}SMTP_USER and {PREFIX}SMTP_PASSWORD go together: set both or neither."
            )
        if self.smtp_user and self.smtp_tls == "none" and not is_loopback(self.smtp_host):
            raise SettingsError(
                f"{PREFIX}SMTP_TLS is none, so the password would cross the network in the clear; "
                "say starttls or tls."
            )

    @property
    def mails(self) -> bool:
        """Whether news can be sent by mail."""
        return bool(self.smtp_host)

    @property
    def upload_bytes(self) -> int:
        return self.upload_mb * 1024 * 1024

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """Host names answered to; empty means any. A demo answers to this machine's names only.

        (Otherwise a web page elsewhere could point its own name at this machine and sign in.)
        """
        return self.allowed_hosts or (LOOPBACK_HOSTS if self.demo else ())


def load(
    environment: Mapping[str, str] | None = None,
    *,
    default_file: str = "workbench.sqlite3",
    must_exist: bool = False,
) -> Settings:
    """The settings this process was started with. Raises SettingsError naming the variable.

    ``default_file`` is the SQLite file in the data folder when no database is named; the demo has its own.
    ``must_exist``: raise SettingsError, and make nothing at all, where that file is not there.
    """
    given = dict(os.environ if environment is None else environment)
    _refuse_unknown(given)
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        text = given.get(variable.full_name, "").strip()
        if not text:
            continue
        try:
            values[variable.field] = variable.read(text)
        except ValueError as error:
            shown = "what is given" if variable.field in _SECRET else repr(text)
            raise SettingsError(f"{variable.full_name} must be {error}, not {shown}.") from None
    if "database_url" not in values:
        values["database_url"] = f"sqlite:///{data_folder(given) / default_file}"
    if must_exist:
        _require_file(values["database_url"])
    if "secret_key" not in values:
        values["secret_key"] = _kept_secret(secret_file(values["database_url"], given))
    return Settings(**values)


def as_environment(settings: Settings) -> dict[str, str]:
    """The variables from which :func:`load` makes these settings again, for a child process."""
    given = {}
    for variable in VARIABLES:
        value = getattr(settings, variable.field)
        if isinstance(value, tuple):
            value = ",".join(value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        given[variable.full_name] = "" if value is None else str(value)
    return given


def data_folder(environment: Mapping[str, str]) -> Path:
    """Where a desk without settings keeps its data: a checkout's ``.data``, else the user's data folder."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / ".data"
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "workbench"


def secret_file(url: str, environment: Mapping[str, str]) -> Path:
    """The file that keeps a generated secret key: beside a SQLite database, else in the data folder."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite" and parsed.database:
        return Path(f"{parsed.database}.secret")
    return data_folder(environment) / "workbench.secret"


def exports_folder(url: str) -> Path:
    """Where zips of many articles wait to be fetched, readable by their owner only: beside a SQLite database, else
    in the data folder, which several machines then have to share."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite" and parsed.database:
        return Path(f"{parsed.database}.exports")
    # Ids begin anew in each database: the zips of two may never meet.
    of = hashlib.sha256(f"{parsed.host} {parsed.port} {parsed.database}".encode()).hexdigest()[:16]
    return data_folder(os.environ) / "exports" / of


def table() -> str:
    """The settings as a Markdown table, for the README and ``workbench serve --settings``."""
    rows = [f"| `{v.full_name}` | {v.default} | {v.says} |" for v in VARIABLES]
    return "\n".join(["| variable | default | what it does |", "|---|---|---|", *rows])


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {variable.full_name for variable in VARIABLES}
    for name in sorted(given):
        if name.startswith(PREFIX) and not name.startswith(IGNORED_PREFIX) and name not in known:
            raise SettingsError(f"{name} is not a setting. The settings are {', '.join(sorted(known))}.")


def _require_file(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file():
        return
    raise SettingsError(
        f"There is no database at {parsed.database}, and nothing was made. {PREFIX}DATABASE_URL says where it "
        "is; `workbench serve` or `workbench db upgrade` makes a new one."
    )


def _kept_secret(path: Path) -> str:
    """The secret in ``path``, made on the first call; two processes starting at once agree on one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        if not path.exists():
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(fresh, path)  # fails if another process was first
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return secret(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{PREFIX}SECRET_KEY is not set, and the file {path} that keeps one cannot be used: {error}."
        ) from None

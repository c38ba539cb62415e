"""What every answer and every change has to pass: headers, form tokens, origin, hosts, sizes, cookies."""

import base64
import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from workbench.domain.errors import NotAllowed
from workbench.export.html import reading_sheet
from workbench.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

#: No inline code, nothing from elsewhere, no framing.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: The same for a file that is a document of its own, with nothing of ours around it: nothing in it runs, and its looks
#: are ours or, for a file that is no page, those in which the browser itself shows it.
_DOCUMENT_POLICY = "default-src 'none'; style-src {}; base-uri 'none'; frame-ancestors 'none'; sandbox"

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: The one change that carries its proof in its address, for mail programs to ask for: the view of that name in
#: workbench/web/unsubscribe.py.
SIGNED_ENDPOINT = "unsubscribe.stop"
STRICT_TRANSPORT = "max-age=31536000"


class CrossSite(NotAllowed):
    """A change asked for by a page of another site."""

    code = "cross-site"


def configure(app: Flask, settings: Settings) -> None:
    """Set cookies, limits and checks up on a new app."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        # Pasted articles travel as form fields; the default half megabyte is for passwords and names.
        MAX_FORM_MEMORY_SIZE=settings.upload_bytes,
        SESSION_COOKIE_NAME=cookie_name(settings, "form"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        # A token lives as long as the browser's session: an hour's limit would break saving after lunch.
        WTF_CSRF_TIME_LIMIT=None,
        # Replaced by refuse_cross_site, which needs no Referer.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(refuse_cross_site)
    CSRFProtect(app).exempt(f"workbench.web.{SIGNED_ENDPOINT}")

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.https:
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def document_policy(media_type: str) -> str:
    """The policy of a file that is shown as it is."""
    if not media_type.startswith("text/html"):
        return _DOCUMENT_POLICY.format("'unsafe-inline'")
    digest = hashlib.sha256(reading_sheet().encode()).digest()
    return _DOCUMENT_POLICY.format(f"'sha256-{base64.b64encode(digest).decode()}'")


def cookie_name(settings: Settings, purpose: str) -> str:
    """A cookie's name; its prefix makes browsers tie it to this host, its suffix tells two desks apart.

    (Two workbenches on one machine differ in their port only, and cookies know no ports.)
    """
    suffix = hashlib.sha256(b"cookie" + settings.secret_key.encode()).hexdigest()[:8]
    return f"{'__Host-' if settings.https else ''}workbench-{purpose}-{suffix}"


def refuse_cross_site() -> None:
    """Refuse changes that a page of another site asked the browser to make. Raises CrossSite.

    The form token says the same; either alone would do. Programs that send neither header pass here.
    """
    if request.method in SAFE_METHODS or request.endpoint == SIGNED_ENDPOINT:
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = fetch_site not in {None, "same-origin", "none"}
    # Hosts, not schemes: behind a proxy that ends TLS the scheme we see may be http.
    if origin is not None and urlsplit(origin).netloc.casefold() != request.host.casefold():
        foreign = True
    if foreign:
        raise CrossSite(
            "This change was asked for by another site, so nothing was done. "
            "Open the workbench in its own tab and try again."
        )

"""Keys for web sites that fetch what is published, and web sites that are told of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from workbench import clock
from workbench.domain import house
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.permissions import Permission
from workbench.export.registry import READER_FORMATS
from workbench.services import desk_settings, outside, telling
from workbench.web import context
from workbench.web.routing import page

bp = Blueprint("ways_out", __name__)

_MANAGE = Permission.MANAGE_OUTSIDE


@page(bp, "/ways-out", permission=_MANAGE)
def index() -> Any:
    return _page()


@page(bp, "/ways-out/keys", permission=_MANAGE, methods=("POST",))
def create_key() -> Any:
    name = request.form.get("name", "")
    try:
        with context.database().writing() as session:
            key = outside.create_key(session, context.actor(), name, at=clock.now())
    except InvalidInput as error:
        return _page(error, name=name), error.status
    return _secret_page(
        f"A key for \u2068{name.strip()}\u2069",
        key,
        "Send it with each request as “Authorization: Bearer …”, or at the end of an address as “?\u2060key=…”.",
    )


@page(bp, "/ways-out/keys/<int:key_id>/revoke", permission=_MANAGE, methods=("POST",))
def revoke_key(key_id: int) -> Any:
    with context.database().writing() as session:
        outside.revoke_key(session, context.actor(), key_id, at=clock.now())
    flash("Revoked: it opens nothing any more.", "good")
    return redirect(url_for("ways_out.index"), code=303)


@page(bp, "/ways-out/webhooks", permission=_MANAGE, methods=("POST",))
def create_webhook() -> Any:
    url = request.form.get("url", "")
    settings = context.settings()
    try:
        with context.database().writing() as session:
            _id, secret = telling.create_webhook(
                session,
                context.actor(),
                url,
                private=settings.webhook_private or settings.demo,
                at=clock.now(),
            )
    except InvalidInput as error:
        return _page(error, url=url), error.status
    return _secret_page(
        "A secret",
        secret,
        "What the web site is sent carries X-Workbench-Signature: t=TIME,v1=HMAC, the HMAC-SHA256 in hex of the time, "
        "a full stop and the body, made with this secret. Let it check that, and refuse times long past.",
    )


@page(bp, "/ways-out/webhooks/<int:webhook_id>/end", permission=_MANAGE, methods=("POST",))
def end_webhook(webhook_id: int) -> Any:
    with context.database().writing() as session:
        telling.end_webhook(session, context.actor(), webhook_id, at=clock.now())
    flash("It is told nothing any more.", "good")
    return redirect(url_for("ways_out.index"), code=303)


@page(bp, "/ways-out/webhooks/<int:webhook_id>/test", permission=_MANAGE, methods=("POST",))
def test_webhook(webhook_id: int) -> Any:
    with context.database().writing() as session:
        telling.send_test(session, context.actor(), webhook_id, at=clock.now())
    flash("A test is on its way. Reload in a moment to see the answer.", "good")
    return redirect(url_for("ways_out.index"), code=303)


@page(bp, "/ways-out/webhooks/<int:webhook_id>/again", permission=_MANAGE, methods=("POST",))
def send_again(webhook_id: int) -> Any:
    try:
        with context.database().writing() as session:
            count = telling.send_again(session, context.actor(), webhook_id, at=clock.now())
    except WrongState as error:  # somebody was quicker
        flash(error.message)
    else:
        what = "What was given up is" if count == 1 else f"All {count} that were given up are"
        flash(f"{what} on the way again. Reload in a moment to see the answer.", "good")
    return redirect(url_for("ways_out.index"), code=303)


def _page(error: InvalidInput | None = None, **typed: str) -> str:
    with context.database().reading() as session:
        access = house.Outside(desk_settings.get(session, house.OUTSIDE))
        keys = outside.list_keys(session)
        webhooks = telling.list_webhooks(session, at=clock.now())
    base = context.settings().url or request.url_root.rstrip("/")
    return render_template(
        "ways_out/index.html",
        access=access.value,
        base=base,
        has_url=bool(context.settings().url),
        formats=READER_FORMATS.values(),
        keys=keys,
        webhooks=webhooks,
        error=error,
        typed=typed,
    )


def _secret_page(title: str, secret: str, says: str) -> Any:
    """Shown in answer to the form, this once, and kept by nobody on the way."""
    answer = context.html(render_template("ways_out/secret.html", title=title, secret=secret, says=says))
    answer.headers["Cache-Control"] = "no-store"
    return answer

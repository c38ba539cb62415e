"""The desk's settings: a page of their table."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from workbench import clock
from workbench.db.queries.desk_settings import last_changes
from workbench.domain import house
from workbench.domain.errors import InvalidInput
from workbench.domain.permissions import Permission
from workbench.services import desk_settings
from workbench.web import context
from workbench.web.routing import page

bp = Blueprint("settings", __name__)


@page(bp, "/settings", permission=Permission.MANAGE_SETTINGS)
def index() -> Any:
    return _settings_page()


@page(bp, "/settings", permission=Permission.MANAGE_SETTINGS, methods=("POST",), endpoint="change")
def change() -> Any:
    texts = {rule.key: request.form.get(rule.key, "") for rule in house.RULES}
    try:
        with context.database().writing() as session:
            changed = desk_settings.change(session, context.actor(), texts, at=clock.now())
    except InvalidInput as error:
        return _settings_page(error, texts), error.status
    labels = [rule.label for rule in house.RULES if rule.key in changed]
    flash(f"Changed: {', '.join(labels)}." if labels else "Nothing was different.", "good" if labels else "")
    return redirect(url_for("settings.index"), code=303)


def _settings_page(error: InvalidInput | None = None, typed: dict[str, str] | None = None) -> str:
    with context.database().reading() as session:
        values = desk_settings.get_all(session)
        changes = last_changes(session)
    shown = typed or {key: as_text(value) for key, value in values.items()}
    return render_template(
        "settings/index.html", rules=house.RULES, shown=shown, changes=changes, error=error
    )


def as_text(value: Any) -> str:
    """A value as its field shows it."""
    if isinstance(value, bool):
        return "1" if value else ""
    return "\n".join(value) if isinstance(value, list) else str(value)

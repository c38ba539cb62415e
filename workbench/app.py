"""The composition root: puts settings, database, templates and blueprints together into one Flask app."""

from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from workbench import clock, web
from workbench.db.engine import Database
from workbench.domain.months import name_of
from workbench.domain.permissions import Permission, Subject, allows
from workbench.resources import folder
from workbench.settings import Settings, load
from workbench.web import auth, context, demo_sign_in, errors, inbox, security
from workbench.web.commands import commands_for
from workbench.web.marked_text import marked_text
from workbench.web.score_figures import shown_down, shown_up
from workbench.web.standing import release_of
from workbench.web.user_agents import browser_name
from workbench.web.versioned import read_static


def create_app(settings: Settings | None = None, *, database: Database | None = None) -> Flask:
    """The WSGI application for one deployment; ``settings`` are read from the environment when not given.

    The database has to be at its newest migration (``workbench db upgrade``); ``serve`` sees to it.
    """
    settings = settings or load()
    database = database or Database(settings.database_url, pool_size=settings.threads + 2)
    app = Flask("workbench", static_folder=None, template_folder=str(folder("templates")))
    app.extensions[context.EXTENSION] = context.Parts(settings, database, read_static(folder("static")))
    _prepare_templates(app, settings)
    security.configure(app, settings)
    auth.install(app)
    errors.install(app)
    for blueprint in web.BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo_sign_in.bp)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _prepare_templates(app: Flask, settings: Settings) -> None:
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals.update(
        can=_can,
        commands_for=commands_for,
        marked_text=marked_text,
        now=clock.now,
        release_of=release_of,
        settings=settings,
        static_url=app.extensions[context.EXTENSION].static_files.url,
        unread=inbox.unread,
        waiting_count=inbox.waiting_count,
    )

    app.jinja_env.filters["browser_name"] = browser_name
    app.jinja_env.filters["grouped"] = _grouped
    app.jinja_env.filters["counted"] = inbox.counted
    app.jinja_env.filters["month"] = name_of
    app.jinja_env.filters["down"] = shown_down
    app.jinja_env.filters["up"] = shown_up

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"actor": context.visitor()}


def _grouped(number: int) -> str:
    """A count as it is read: 9500, 12,400."""
    return f"{number:,}" if number >= 10_000 else str(number)


def _can(permission: Permission | str, subject: Subject | None = None) -> bool:
    """For templates: whether the person looking may. The same function the services ask."""
    return allows(context.visitor(), Permission(permission), subject or Subject())

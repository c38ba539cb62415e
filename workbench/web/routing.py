"""How every route is declared: with the permission it needs, or as public. There is no third way."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint, redirect, request, url_for

from workbench.domain import permissions
from workbench.domain.errors import WorkbenchError
from workbench.domain.permissions import Permission
from workbench.web import context

PUBLIC: Final = "public"
#: Where the guard test finds what a view declared.
ACCESS = "workbench_access"

View = Callable[..., Any]


class SignedOut(WorkbenchError):
    """Nobody is signed in, and the caller is a script; people are sent to the sign-in page instead."""

    code = "signed-out"
    status = 401


def page(
    bp: Blueprint, rule: str, *, permission: Permission, methods: tuple[str, ...] = ("GET",), **options: Any
) -> Callable[[View], View]:
    """Declare a route for people who hold ``permission``.

    What depends on the thing acted on (an article that is shelved, one's own mark) is asked again by the
    service; here it is asked without a subject. Signed out, a page leads to sign-in and comes back.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if context.visitor() is None:
                return _ask_to_sign_in()
            permissions.require(context.visitor(), permission)
            return view(*args, **kwargs)

        setattr(guarded, ACCESS, permission)
        bp.add_url_rule(rule, view_func=guarded, methods=list(methods), **options)
        return guarded

    return declare


def public(
    bp: Blueprint, rule: str, *, methods: tuple[str, ...] = ("GET",), **options: Any
) -> Callable[[View], View]:
    """Declare a route that anybody may call, signed in or not."""

    def declare(view: View) -> View:
        @wraps(view)
        def open_to_all(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        setattr(open_to_all, ACCESS, PUBLIC)
        bp.add_url_rule(rule, view_func=open_to_all, methods=list(methods), **options)
        return open_to_all

    return declare


def safe_next(target: str | None) -> str:
    """``target`` if it is a path of this site, else the desk. Nothing here may send people elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    return target if target.isprintable() else "/"


def _ask_to_sign_in() -> Any:
    if context.wants_json():
        raise SignedOut("You are signed out. Sign in again; what you typed is kept on this device.")
    if request.method in {"GET", "HEAD"}:
        path = request.full_path.rstrip("?")
        return redirect(url_for("auth.sign_in", next=path if path != "/" else None), code=303)
    return redirect(url_for("auth.sign_in"), code=303)

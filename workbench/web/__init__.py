"""The web: one blueprint a screen. A route parses, names a permission, calls one service and renders."""

from flask import Blueprint

from workbench.web import auth, desk, help, sessions, static_files

#: Every blueprint, in the order of the line of work. Only the demo's is registered apart.
BLUEPRINTS: tuple[Blueprint, ...] = (
    static_files.bp,
    auth.bp,
    sessions.bp,
    desk.bp,
    help.bp,
)

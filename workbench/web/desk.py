"""The desk: the list of articles."""

from typing import Any

from flask import Blueprint, render_template

from workbench.domain.permissions import Permission
from workbench.web.routing import page

bp = Blueprint("desk", __name__)


@page(bp, "/", permission=Permission.READ)
def index() -> Any:
    return render_template("desk/index.html")

"""Help: the keys, the roles and what each may do."""

from typing import Any

from flask import Blueprint, render_template

from workbench.domain.people import ROLE_DESCRIPTIONS
from workbench.domain.permissions import PERMISSIONS, Permission
from workbench.web.routing import page

bp = Blueprint("help", __name__)


@page(bp, "/help", permission=Permission.READ)
def index() -> Any:
    return render_template("help/index.html", roles=ROLE_DESCRIPTIONS, permissions=PERMISSIONS)

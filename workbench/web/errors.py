"""One way out for everything that goes wrong: a page for people, JSON for scripts."""

import logging
import secrets
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from workbench.domain.errors import WorkbenchError
from workbench.web import context, refusals
from workbench.web.refusals import Shown

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
log = logging.getLogger("workbench")


#: What HTTP itself may refuse: a code for scripts and a sentence for people ("" where the page says enough).
HTTP: dict[int, tuple[str, str]] = {
    400: ("bad-request", ""),
    404: ("not-found", ""),
    405: ("not-allowed-here", ""),
    408: ("too-slow", "The request took too long to arrive."),
    415: ("wrong-type", "The request was of a kind that is not understood here."),
}


def install(app: Flask) -> None:
    @app.errorhandler(WorkbenchError)
    def expected(error: WorkbenchError) -> Any:
        return show(Shown(error.status, error.code, error.message, error.details))

    @app.errorhandler(SecurityError)
    def foreign_host(_error: SecurityError) -> Any:
        # Plain text: for a host that is not ours no address of a page can be built either.
        return "This workbench does not answer to that host name (see WORKBENCH_ALLOWED_HOSTS).\n", 400, PLAIN

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Any:
        message = (
            "This page was opened too long ago, or somebody signed out in this browser since. "
            "Reload it and try again; what you typed in the workbench is kept on this device."
        )
        return show(Shown(400, "stale-form", message, {}))

    @app.errorhandler(413)
    def too_large(_error: HTTPException) -> Any:
        message = f"The workbench takes at most {context.settings().upload_mb} MB at a time."
        return show(Shown(413, "too-large", message, {}))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:
            return error
        code, message = HTTP.get(status, ("error", error.description or ""))
        answer = show(Shown(status, code, message, {}))
        for name, value in error.get_headers():
            if name.lower() == "allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Any:
        reference = secrets.token_hex(4)
        log.exception("%s %s failed (%s)", request.method, request.path, reference, exc_info=error)
        if app.testing and app.config["PROPAGATE_EXCEPTIONS"] is not False:
            raise error
        return show(Shown(500, "failed", "", {}, reference))


def show(error: Shown) -> Any:
    """The answer for an error: at a public address as its readers asked for it, else with our own frame."""
    if refusals.is_public_address(request.path):
        return refusals.answer(error)
    if context.wants_json():
        said = error.message or "That did not work. What was saved before is safe."
        body: dict[str, Any] = {"code": error.code, "message": said, "details": error.details}
        if error.reference:
            body["reference"] = error.reference
        answer = jsonify({"error": body})
    else:
        if error.status >= 500:
            g.unread = g.waiting = 0  # the database may be what failed: its page asks it nothing
        answer = context.html(render_template("errors/error.html", error=error, request_id=error.reference))
    answer.status_code = error.status
    return answer

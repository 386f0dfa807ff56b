# SPDX-License-Identifier: Apache-2.0
"""Answers in JSON, and what is said in trouble: problem details as of RFC 9457, never a page."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from plangraph.errors import BusyError, InputError, LimitError

__all__ = ["RETRY_AFTER", "json_response", "problem", "problem_of", "speak_to_machines", "status_of"]

# After how many seconds one who was told to come back had better do so.
RETRY_AFTER = 5


def status_of(error: HTTPException | InputError | BusyError) -> int:
    """The status of an error: 422 for a query over a limit, since it can never be answered as it stands."""
    if isinstance(error, HTTPException):
        return error.code or 500
    if isinstance(error, BusyError):
        return 503
    return 422 if isinstance(error, LimitError) else 400


def json_response(value: object) -> Response:
    """An answer as JSON."""
    return Response(json.dumps(value, ensure_ascii=False), content_type="application/json")


def problem(status: int, detail: str, **more: object) -> Response:
    """What is wrong, as JSON."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def problem_of(error: HTTPException | InputError | BusyError) -> Response:
    """An error as a problem; no path of this machine is told."""
    if isinstance(error, HTTPException):
        links = [{"title": text, "href": address} for text, address in getattr(error, "links", ())]
        response = problem(status_of(error), error.description or "", **({"suggestions": links} if links else {}))
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(allowed)
        return response
    if isinstance(error, BusyError):
        response = problem(503, f"{error} Ask again in a moment.")
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    detail = " ".join(f"{each.what} {each.remedy}" for each in error.problems)
    more = {"limit": error.limit} if isinstance(error, LimitError) else {}
    return problem(status_of(error), detail, **more)


def speak_to_machines(blueprint: Blueprint) -> Blueprint:
    """Have a blueprint say in trouble what machines understand, and that its answers depend on what they accept."""
    blueprint.after_request(_vary)
    for kind in (HTTPException, InputError, BusyError):
        blueprint.register_error_handler(kind, problem_of)
    return blueprint


def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response

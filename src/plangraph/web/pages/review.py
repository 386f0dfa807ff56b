# SPDX-License-Identifier: Apache-2.0
"""The review of proposed mappings, one question a page. The one place of the explorer where anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from plangraph.alignment.decision import Verdict
from plangraph.alignment.review import Side
from plangraph.errors import InputError
from plangraph.report.review_words import KEYS, ROW_KINDS, Command, meaning, proposed, question_title, read_certainty
from plangraph.web.addresses import node_url
from plangraph.web.explorer import explorer
from plangraph.web.filters import only_known
from plangraph.web.nodes import facts
from plangraph.web.review_desk import OutOfDateError, Said, desk
from plangraph.web.words import say

__all__ = ["Notice", "Typed", "answer", "pages", "review"]

pages = Blueprint("review", __name__)

_SHOWN_BELOW = 6
_LONGEST_REASON = 2000
_WHAT: dict[str, Verdict | Command] = {each.value: each for each in (*Verdict, Command.SKIP, Command.UNDO)}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields beside the answers."""

    certainty: str = "1"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Why an answer was not kept.

    Parameters
    ----------
    said: the answer, None where there was none; `typed`: what came with it.
    same: whether it was about the question that is still the present one, so that its fields stay filled in.
    field: the field that is wrong, if one is.
    """

    status: int
    text: str
    said: Verdict | Command | None
    typed: Typed
    same: bool = True
    field: str = ""


@pages.get("/review")
def review() -> Response:
    """The present question, or at the end what was answered."""
    only_known(())
    return _page()


@pages.post("/review")
def answer() -> AnyResponse:
    """Take an answer, and lead to the next question; where it cannot be taken, say so beside the present one."""
    _refuse_other_sites()
    what = _WHAT.get(request.form.get("answer", ""))
    typed = Typed(request.form.get("certainty", ""), request.form.get("comment", "")[:_LONGEST_REASON])
    notice = _take(what, typed)
    return redirect(url_for("review.review"), 303) if notice is None else _page(notice)


def _take(what: Verdict | Command | None, typed: Typed) -> Notice | None:
    """Do what the form says; what to tell where it cannot be done."""
    if not desk().knows(request.form.get("token", "")):
        text = say(
            "Formuläret hör till en tidigare körning av programmet. Svaret sparades inte. Här är frågan som gäller nu.",
            "The form belongs to an earlier run of the program. The answer was not saved. Here is the question now.",
        )
        return Notice(403, text, what, typed, same=False)
    certainty = read_certainty(typed.certainty) if isinstance(what, Verdict) else "1"
    if certainty is None:
        text = say(
            "Hur säker du är skrivs som ett tal över 0 och högst 1, till exempel 0,8. Svaret sparades inte.",
            "How sure you are is a number above 0 and at most 1, such as 0.8. The answer was not saved.",
        )
        return Notice(400, text, what, typed, field="certainty")
    try:
        if what is None:
            raise ValueError("the form says nothing that is known")
        said = Said(what, certainty, typed.comment) if isinstance(what, Verdict) else Said(what)
        desk().take(request.form.get("turn", ""), said)
    except OutOfDateError:
        text = say(
            "Granskningen har gått vidare sedan den sidan visades, kanske i en annan flik. "
            "Svaret sparades inte. Här är frågan som gäller nu.",
            "The review has gone on since that page was shown, perhaps in another tab. "
            "The answer was not saved. Here is the question now.",
        )
        return Notice(409, text, what, typed, same=False)
    except ValueError:
        text = say("Det svaret går inte att ge här. Inget sparades.", "That is no answer here. Nothing was saved.")
        return Notice(400, text, what, typed)
    except InputError as error:
        return Notice(409, _unsaved(error), what, typed)
    return None


def _refuse_other_sites() -> None:
    """Raise `Forbidden` where a browser says that a form of another site was sent."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise Forbidden
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden


def _unsaved(error: InputError) -> str:
    why = " ".join(problem.what for problem in error.problems)
    return say(
        f"Svaret kunde inte sparas i {desk().file_name}, och inget skrevs över. ({why}) Har ett annat program ändrat "
        "filen: avsluta i terminalen med Ctrl+C och börja om; allt som sparades tidigare finns kvar. "
        "Annars: rätta felet och svara igen.",
        f"The answer could not be saved in {desk().file_name}, and nothing was overwritten. ({why}) If another program "
        "changed the file, end in the terminal with Ctrl+C and begin again; all that was saved before is kept. "
        "Otherwise mend what is wrong and answer again.",
    )


def _page(notice: Notice | None = None) -> Response:
    present = desk().present()
    question = present.question
    choices: list[Verdict | Command] = [*question.answers, Command.SKIP] if question else []
    text = render_template(
        "review.html",
        desk=desk(),
        present=present,
        question=question,
        sides=[] if question is None else [("A", question.one), *([("B", question.other)] if question.other else [])],
        choices=[(each, KEYS[each], meaning(each, question)) for each in (*choices, Command.UNDO)],
        can_undo=bool(present.done),
        proposed=proposed,
        question_title=question_title,
        address=_address,
        keys=KEYS,
        counts=[(each, present.count(each)) for each in Verdict],
        kinds=ROW_KINDS,
        most_below=_SHOWN_BELOW,
        longest_reason=_LONGEST_REASON,
        notice=notice,
        typed=notice.typed if notice and notice.same else Typed(),
    )
    response = make_response(text, notice.status if notice else 200)
    # the question that is on the screen must be the present one, also after “back”
    response.headers["Cache-Control"] = "no-store"
    # without a referrer a browser would not say from which site a form was sent
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _address(side: Side) -> str:
    """The page of a row, empty where the graph does not hold it."""
    return node_url(side.iri) if facts(explorer().store, side.iri) else ""

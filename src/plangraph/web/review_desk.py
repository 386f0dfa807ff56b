# SPDX-License-Identifier: Apache-2.0
"""A review held on pages: what is asked now, and which form may answer it, however many tabs are open."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from flask import current_app

from plangraph.alignment.decision import Verdict
from plangraph.alignment.kept_review import Done, KeptReview
from plangraph.alignment.review import Question
from plangraph.report.review_words import Command

__all__ = ["DESK", "OutOfDateError", "Present", "ReviewDesk", "Said", "desk"]

# Where the application keeps its desk.
DESK = "plangraph-review"


class OutOfDateError(Exception):
    """A form is about a question that is no longer the present one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: an answer with how sure the reviewer is and why, or to pass over or take back."""

    what: Verdict | Command
    certainty: str = "1"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """Where a review is.

    Parameters
    ----------
    question: None at the end.
    turn: what a form must say to be about this question; `done`: what was done so far.
    """

    question: Question | None
    turn: int
    done: Sequence[Done]

    def count(self, answer: Verdict | None) -> int:
        """How often something was answered, None: a question was passed over."""
        return Counter(each.answer for each in self.done)[answer]


class ReviewDesk:
    """One review, asked by many threads.

    Parameters
    ----------
    token: secret of this run, which every form carries: no other site's form can have it.
    """

    def __init__(self, kept: KeptReview) -> None:
        self.token = secrets.token_urlsafe(32)
        self.reviewer = kept.reviewer
        self.file_name = kept.file.file.name
        self._kept = kept
        self._turn = 0
        self._last: Said | None = None
        self._lock = Lock()

    def knows(self, token: str) -> bool:
        """Whether a form carries the secret of this run."""
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.token.encode())

    def present(self) -> Present:
        """Where the review is now."""
        with self._lock:
            review = self._kept.review
            return Present(review.current, self._turn, self._kept.done)

    def take(self, turn: str, said: Said) -> None:
        """Do what a form says, and save; a form that was just sent says nothing new when it comes again.

        Raises `OutOfDateError` where the form is about another question, `ValueError` where what it says makes no sense
        here, and `InputError` where the file cannot be written. In each case nothing was changed.
        """
        with self._lock:
            if turn == str(self._turn - 1) and said == self._last:
                return  # a double click, or a page loaded again
            if turn != str(self._turn):
                raise OutOfDateError
            if isinstance(said.what, Verdict):
                self._kept.answer(said.what, certainty=said.certainty, comment=said.comment)
            elif said.what is Command.SKIP:
                self._kept.skip()
            elif said.what is not Command.UNDO or self._kept.undo() is None:
                raise ValueError(f"{said.what} cannot be done here")
            self._turn += 1
            self._last = said


def desk() -> ReviewDesk:
    """The desk of the application that answers the present request."""
    held = current_app.extensions[DESK]
    assert isinstance(held, ReviewDesk)
    return held

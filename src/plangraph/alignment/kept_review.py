# SPDX-License-Identifier: Apache-2.0
"""A review together with the file of its answers: each is on disk before the next question, whoever asks it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from plangraph.alignment.decision import Verdict
from plangraph.alignment.review import Review
from plangraph.alignment.texts import Texts
from plangraph.errors import InputError
from plangraph.register import MappingSet
from plangraph.register.mapping_file import MappingFile
from plangraph.vocabulary import ID

__all__ = ["Done", "KeptReview"]


@dataclass(frozen=True, slots=True)
class Done:
    """Something done in a session.

    Parameters
    ----------
    number: of the question; `answer`: what was said, None where the question was passed over.
    """

    number: int
    answer: Verdict | None


class KeptReview:
    """A session that writes what is answered into its file, and takes out again what is taken back.

    Where the file cannot be written, nothing has happened: the question is still there, and so is what was done before.

    Parameters
    ----------
    proposals: what is reviewed; reviewer: who answers.
    titles: the register's own, kept as labels where it has the rows; the documents' sentences stay out of the file.
    """

    def __init__(self, review: Review, proposals: MappingSet, file: MappingFile, reviewer: str, titles: Texts) -> None:
        self.review = review
        self.file = file
        self.reviewer = reviewer
        self._iri = proposals.iri
        self._titles = {f"{ID}{text.curie.removeprefix('plan:')}": text.words for text in titles.rows}
        self._done: list[Done] = []

    @property
    def done(self) -> tuple[Done, ...]:
        """What was done in this session and not taken back, in order."""
        return tuple(self._done)

    @property
    def skipped(self) -> int:
        """How many questions were passed over."""
        return sum(each.answer is None for each in self._done)

    def answer(self, answer: Verdict, *, certainty: str = "1", comment: str = "") -> None:
        """Answer the current question and save.

        Raises `InputError` where the file cannot be written, `ValueError` where the answer makes no sense.
        """
        question = self.review.current
        today = date.today().isoformat()
        kept = self.review.answer(answer, self.reviewer, today, certainty=certainty, comment=_one_line(comment))
        assert question is not None  # else there was nothing to answer
        for end in ("subject", "object"):
            title = self._titles.get(self._iri(kept[f"{end}_id"]))
            if title is not None:
                kept[f"{end}_label"] = title
        self.file.mappings.append(kept)
        try:
            self.file.save()
        except InputError:
            self.file.mappings.pop()
            self.review.undo()
            raise
        self._done.append(Done(question.number, answer))

    def skip(self) -> None:
        """Pass the current question over. Raises `ValueError` where no question is left."""
        question = self.review.current
        self.review.skip()
        assert question is not None
        self._done.append(Done(question.number, None))

    def undo(self) -> Done | None:
        """Take back what was done last, and save; None where there is nothing to take back.

        Raises `InputError` where the file cannot be written.
        """
        if not self._done:
            return None
        if self._done[-1].answer is not None:
            taken = self.file.mappings.pop()  # the last answer of this session is the file's last mapping
            try:
                self.file.save()
            except InputError:
                self.file.mappings.append(taken)
                raise
        self.review.undo()
        return self._done.pop()


def _one_line(text: str) -> str:
    """A reason as a cell holds it: composed, on one line, without signs that steer a terminal."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in composed).split())

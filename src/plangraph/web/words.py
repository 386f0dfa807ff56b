# SPDX-License-Identifier: Apache-2.0
"""The words of pages: Swedish first, English beside, by the language of the request.

Templates and pages write both texts where they are used, with `say`. What stands here is said on many pages, or is the
label of a code of the data; labels of concepts come from the dataset.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from flask import g

from plangraph.report import Words
from plangraph.web.explorer import explorer

__all__ = ["PARTS", "both", "count", "heading", "language", "recurrence", "say", "value", "words", "years"]

# The site's parts, as its navigation names them: endpoint, Swedish, English. A part is shown once its page exists.
PARTS: tuple[tuple[str, str, str], ...] = (
    ("start.start", "Start", "Start"),
    ("lists.activities", "Aktiviteter", "Activities"),
    ("lists.actors", "Aktörer", "Actors"),
    ("findings.findings", "Att åtgärda", "Findings"),
    ("uptake.uptake", "Insatser per region", "Measures by region"),
    ("waiting.waiting", "Väntar på", "Waits for"),
    ("compare.compare", "Jämför", "Compare"),
    ("picture.picture", "Bild", "Picture"),
    ("review.review", "Granska", "Review"),
    ("ask.ask", "Fråga", "Ask"),
    ("sparql.editor", "SPARQL", "SPARQL"),
)
_VALUES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "time": {
        "passed": ("Tiden har passerat", "Time has passed"),
        "late": ("Försenad enligt daterad status", "Late by a dated status"),
        "outside": ("Utanför planens period", "Outside the plan’s period"),
        "overlaps": ("Delvis utanför planens period", "Partly outside the plan’s period"),
        "none": ("Ingen tid angiven", "No time stated"),
    },
    "neighbour": {
        "exactMatch": ("samma sak, bedömt", "the same thing, judged"),
        "closeMatch": ("nästan samma sak, bedömt", "nearly the same thing, judged"),
        "broadMatch": ("deras är vidare, bedömt", "theirs is wider, judged"),
        "narrowMatch": ("deras är snävare, bedömt", "theirs is narrower, judged"),
        "relatedMatch": ("besläktad, bedömt", "related, judged"),
        "same-measure": ("genomför samma insats", "carries out the same measure"),
        "no-counterpart": ("genomgången, ingen motsvarighet", "looked through, no counterpart"),
        "goal-exactMatch": ("bara målen är jämförda: samma mål", "only the goals were compared: the same goal"),
        "goal-closeMatch": (
            "bara målen är jämförda: nästan samma mål",
            "only the goals were compared: nearly the same",
        ),
        "goal-broadMatch": ("bara målen är jämförda: deras är vidare", "only the goals were compared: theirs is wider"),
        "goal-narrowMatch": (
            "bara målen är jämförda: deras är snävare",
            "only the goals were compared: theirs is narrower",
        ),
    },
    "justification": {
        "ManualMappingCuration": ("bedömd för hand", "judged by hand"),
        "LexicalMatching": ("lika ord", "like words"),
        "CompositeMatching": ("flera tecken sammanvägda", "several signs weighed together"),
        "MappingReview": ("granskad", "reviewed"),
        "UnspecifiedMatching": ("grund ej angiven", "ground not stated"),
    },
    "link": {
        "exactMatch": ("samma mål", "the same goal"),
        "closeMatch": ("nära motsvarighet", "close counterpart"),
        "broadMatch": ("vidare mål", "broader goal"),
        "narrowMatch": ("snävare mål", "narrower goal"),
        "relatedMatch": ("besläktat mål", "related goal"),
    },
    "row_kind": {
        "goal": ("Mål", "Goal"),
        "measure": ("Insats", "Measure"),
        "activity": ("Aktivitet", "Activity"),
        "step": ("Delsteg", "Step"),
        "section": ("Avsnitt", "Subsection"),
    },
}

_OFTEN = {"continuous": ("fortlöpande", "continuously"), "as-needed": ("vid behov", "as needed")}
_UNITS = {
    "day": ("dag", "day"),
    "week": ("vecka", "week"),
    "month": ("månad", "month"),
    "term": ("termin", "term"),
    "year": ("år", "year"),
}


def language() -> str:
    """The language of the request, `sv` or `en`."""
    return str(g.get("language", "sv"))


def words() -> Words:
    """Headings of columns and labels of concepts, in the language of the request."""
    return explorer().words[language()]


def say(swedish: str, english: str) -> str:
    """One of two texts."""
    return english if language() == "en" else swedish


def both(pair: tuple[str, str]) -> str:
    """One of a pair of texts."""
    return say(*pair)


def heading(column: str) -> str:
    """A column's heading."""
    return words().heading(column)


def value(column: str, text: str, beside: Container[str] = ()) -> str:
    """A cell's text as people read it: codes by their label, other text as it is.

    Parameters
    ----------
    beside: the whole row or its columns, where `kind` may be that of something other than an actor.
    """
    if text in _VALUES.get(column, {}):
        return both(_VALUES[column][text])
    return words().concepts.get((column, text)) or words().value(column, text, beside)


def years(start: str, end: str) -> str:
    """A period as people say it: whole years by their numbers, otherwise from day to day."""
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    if not end:
        return say(f"från {start}", f"from {start}")
    if not start:
        return say(f"till {end}", f"until {end}")
    return f"{start} – {end}" if start != end else start


def recurrence(codes: str) -> str:
    """How often, as people say it: `2/year | continuous` becomes “2 gånger per år, fortlöpande”."""
    return ", ".join(_often(code.strip()) for code in codes.split("|") if code.strip())


def _often(code: str) -> str:
    if code in _OFTEN:
        return both(_OFTEN[code])
    times, _, unit = code.partition("/")
    per = both(_UNITS.get(unit, (unit, unit)))
    fewer = say("färre än ", "fewer than ") if times.startswith("<") else ""
    often = times.lstrip("<").replace("-", "–")
    if often == "1" and not fewer:
        return say(f"en gång per {per}", f"once a {per}")
    return fewer + say(f"{often} gånger per {per}", f"{often} times a {per}")


def count(number: int, one: tuple[str, str], many: tuple[str, str]) -> str:
    """A number with its noun: `count(1, ("aktivitet", "activity"), ("aktiviteter", "activities"))`."""
    grouped = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}" if language() == "sv" else ",")
    return f"{grouped}\N{NO-BREAK SPACE}{both(one if number == 1 else many)}"

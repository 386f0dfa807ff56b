# SPDX-License-Identifier: Apache-2.0
"""A plan's metadata, `plan.toml`: what the document is, whose, and for when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plangraph.errors import InputError, Problem
from plangraph.register.columns import is_date, is_name, is_when
from plangraph.register.reference import Reference
from plangraph.register.table import read_text

__all__ = ["Metadata", "read_metadata"]

_REQUIRED = ("id", "title", "organisation", "level", "series", "document_status")
_DATES = ("start", "end")
_LISTS = ("superior", "supersedes")
_TEXTS = ("source", "remark")
_OPTIONAL = (*_DATES, "as_of", *_LISTS, "reconstructed", *_TEXTS, "abbreviations")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `plan.toml` says of a plan; dates are ISO, empty where not known."""

    id: str
    title: str
    organisation: str
    level: str
    series: str
    document_status: str
    start: str = ""
    end: str = ""
    as_of: str = ""
    superior: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    reconstructed: bool = False
    source: str = ""
    remark: str = ""
    abbreviations: tuple[tuple[str, str], ...] = ()


def read_metadata(file: Path, reference: Reference) -> Metadata:
    """What a `plan.toml` says. Raises `InputError` with everything that is wrong in it; the key is the column."""
    try:
        content = tomllib.loads(read_text(file))
    except (ValueError, RecursionError) as error:  # tomllib's own error, or a number or nesting beyond Python's limits
        raise InputError(Problem(f"The file is not TOML ({error}).", "Mend the line.", file)) from None
    found = [Problem(what, remedy, file, column=key) for key, what, remedy in _problems(content, file, reference)]
    if found:
        raise InputError(*found)
    return Metadata(
        **{key: content[key].strip() for key in _REQUIRED},
        start=str(content.get("start", "")),
        end=str(content.get("end", "")),
        as_of=str(content.get("as_of", "")),
        superior=tuple(content.get("superior", ())),
        supersedes=tuple(content.get("supersedes", ())),
        reconstructed=content.get("reconstructed", False),
        source=content.get("source", "").strip(),
        remark=content.get("remark", "").strip(),
        abbreviations=tuple(sorted(content.get("abbreviations", {}).items())),
    )


def _problems(content: dict[str, Any], file: Path, reference: Reference) -> list[tuple[str, str, str]]:
    """Key, what is wrong, and remedy, of everything that is wrong."""
    found = _wrong_keys(content)
    wrong = {key for key, *_ in found}
    if "id" not in wrong and content["id"] != file.parent.name:
        what = f"The plan's id is “{content['id']}”, its folder is “{file.parent.name}”."
        found.append(("id", what, "Give both the same name."))
    allowed = {
        "organisation": reference.organisation_ids,
        "level": reference.concept_ids.get("level", frozenset()),
        "document_status": reference.concept_ids.get("document-status", frozenset()),
    }
    for key, names in allowed.items():
        if key not in wrong and content[key].strip() not in names:
            found.append((key, f"“{content[key]}” is not known.", f"Use one of {', '.join(sorted(names))}."))
    start, end = (str(content.get(key, "")) for key in _DATES)
    if start and end and not wrong.intersection(_DATES) and end < start:
        found.append(("end", "The period ends before it starts.", "Check both dates."))
    return found


def _wrong_keys(content: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Keys that are unknown or missing, or hold something of another type than they should."""
    known = (*_REQUIRED, *_OPTIONAL)
    found = [(key, "The key is not known.", f"The keys are {', '.join(known)}.") for key in content if key not in known]
    for key in _REQUIRED:
        if not _is_text(content.get(key)) or not content[key].strip():
            found.append((key, "The key is missing or is no text.", "Write it as text in quotes."))
        elif key in ("id", "series") and not is_name(content[key]):
            found.append((key, f"“{content[key]}” cannot be read.", "Use letters a–z, digits, dots and hyphens."))
    for key, is_right, remedy in (
        *((key, _is_date, "Write an ISO date such as 2025-01-01.") for key in _DATES),
        ("as_of", _is_as_of, "Write an ISO date or a year."),
        *((key, _is_list_of_text, 'Write a list such as ["syd-2023"].') for key in _LISTS),
        ("reconstructed", lambda value: isinstance(value, bool), "Write true or false, without quotes."),
        *((key, _is_text, "Write it as text in quotes.") for key in _TEXTS),
        ("abbreviations", _is_table_of_text, 'Write a table of lines such as VC = "verksamhetschef".'),
    ):
        if key in content and not is_right(content[key]):
            found.append((key, f"“{content[key]}” cannot be read.", remedy))
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_date(value: object) -> bool:
    # TOML knows dates; a date with a time is one of Python's dates as well, but not of ours
    return value == "" or (isinstance(value, str | date) and is_date(str(value)))


def _is_as_of(value: object) -> bool:
    return value == "" or (isinstance(value, str | int | date) and is_when(str(value)))


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table_of_text(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))

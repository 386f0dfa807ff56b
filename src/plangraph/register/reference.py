# SPDX-License-Identifier: Apache-2.0
"""The reference tables that all plans share: organisations, focus areas, concepts, actors and the field's terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph.register.columns import REFERENCE_TABLES, values
from plangraph.register.table import Problems, Row, Table, read_table

__all__ = ["Reference", "load_reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference tables, and look-ups into them."""

    organisations: Table
    areas: Table
    concepts: Table
    actors: Table
    terms: Table

    @property
    def organisation_ids(self) -> frozenset[str]:
        """Ids of the organisations."""
        return frozenset(row["organisation"] for row in self.organisations)

    @property
    def area_ids(self) -> frozenset[str]:
        """Numbers of the focus areas."""
        return frozenset(row["area"] for row in self.areas)

    @property
    def actor_ids(self) -> frozenset[str]:
        """Ids of the actors."""
        return frozenset(row["actor"] for row in self.actors)

    @property
    def concept_ids(self) -> Mapping[str, frozenset[str]]:
        """Ids of the concepts by scheme."""
        return _by_scheme(self.concepts)


def load_reference(folder: Path, problems: Problems) -> Reference:
    """Read the reference tables of a data folder, checking that they agree among themselves.

    Raises `InputError` where a table as a whole cannot be read; notes the rest in `problems`.
    """
    tables: dict[str, Table] = {
        "concepts": read_table(folder / "concepts.csv", REFERENCE_TABLES["concepts"], problems, {})
    }
    ids = _by_scheme(tables["concepts"])
    unreadable = Problems()
    for name in ("organisations", "areas", "actors", "terms"):
        with unreadable.collecting():
            tables[name] = read_table(folder / f"{name}.csv", REFERENCE_TABLES[name], problems, ids)
    unreadable.raise_if_any()
    reference = Reference(**tables)
    _check_unique(reference.organisations, ("organisation",), problems)
    _check_unique(reference.areas, ("area",), problems)
    _check_unique(reference.actors, ("actor",), problems)
    _check_unique(reference.concepts, ("scheme", "id"), problems)
    _check_unique(reference.terms, ("term",), problems)
    _check_words(reference.terms, problems)
    known = reference.organisation_ids
    for row in reference.actors:
        if row["organisation"] and row["organisation"] not in known:
            _unknown_organisation(row, "organisation", row["organisation"], problems)
    for row in reference.organisations:
        for part in values(row["part_of"]):
            if part not in known:
                _unknown_organisation(row, "part_of", part, problems)
    return reference


def _by_scheme(concepts: Table) -> dict[str, frozenset[str]]:
    schemes = {row["scheme"] for row in concepts}
    return {s: frozenset(row["id"] for row in concepts if row["scheme"] == s) for s in schemes}


def _check_unique(table: Table, columns: tuple[str, ...], problems: Problems) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row in table:
        key = tuple(row[column] for column in columns)
        if key in first:
            what = f"“{' '.join(key)}” stands already on line {first[key]}."
            problems.add(row, columns[-1], what, "Give each its own.")
        first.setdefault(key, row.line)


def _check_words(terms: Table, problems: Problems) -> None:
    """Check that a word leads to one term, or is called ambiguous by every term that it leads to."""
    places: dict[str, list[tuple[Row, str, str]]] = {}
    for row in terms:
        words = [("label", row["label"]), *((c, w) for c in ("alternatives", "ambiguous") for w in values(row[c]))]
        for column, word in words:
            places.setdefault(word.casefold(), []).append((row, column, word))
    for found in places.values():
        for row, column, word in found[1:]:
            if row is found[0][0]:
                problems.add(row, column, f"“{word}” stands twice in the row.", "Keep one; case makes no difference.")
            elif not all(other == "ambiguous" for _, other, _ in found):
                what = f"“{word}” leads to the term on line {found[0][0].line} as well."
                problems.add(row, column, what, "Write it under ambiguous in both rows, or keep it in one.")


def _unknown_organisation(row: Row, column: str, name: str, problems: Problems) -> None:
    what = f"The organisation “{name}” is not known."
    problems.add(row, column, what, "Use an id of data/reference/organisations.csv.")

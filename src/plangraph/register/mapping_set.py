# SPDX-License-Identifier: Apache-2.0
"""Alignments: SSSOM/TSV files, read with their metadata block."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plangraph.errors import InputError, Problem
from plangraph.register.columns import cell_problem, is_name, values
from plangraph.register.mapping_state import finds_nothing, is_negative
from plangraph.register.slots import (
    ENTITY_SLOTS,
    INHERITED_SLOTS,
    MAPPING_COLUMNS,
    OPTIONAL_SLOTS,
    SEVERAL_SLOTS,
    SLOTS,
)
from plangraph.register.table import Problems, Row, Table, comment_lines, read_table, read_text
from plangraph.vocabulary import PLANGRAPH, PREFIXES, SKOS, expand

__all__ = ["NO_TERM_FOUND", "MappingSet", "load_mapping_set"]

# SSSOM's own word for a stated "no counterpart".
NO_TERM_FOUND = "https://w3id.org/sssom/NoTermFound"
# The links that a mapping may judge: SKOS' between goals, ours between rows, goals and focus areas.
_PREDICATES = tuple(
    str(term)
    for term in (
        *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
        *(PLANGRAPH.mainArea, PLANGRAPH.serves, PLANGRAPH.contributesTo, PLANGRAPH.carriesOut),
    )
)

# What tells two judgements apart: the same link may be judged by several hands.
_IDENTITY = (
    *("subject_id", "predicate_id", "predicate_modifier", "object_id", "object_source", "mapping_justification"),
    *("author_id", "author_label", "reviewer_id", "reviewer_label"),
    *("mapping_tool", "mapping_tool_id", "mapping_tool_version"),
)
_UNFIT = re.compile(r"[\s<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One SSSOM/TSV file: its prefixes and mappings (CURIEs as written).

    Parameters
    ----------
    mappings: each with every slot of `SLOTS`; what the metadata say for all of them is filled in.
    license: the IRI of the licence, SSSOM's “unspecified” where the file names none.
    """

    id: str
    name: str
    license: str
    prefixes: Mapping[str, str]
    mappings: Table
    file: Path

    def iri(self, curie: str) -> str:
        """The IRI of a CURIE of this set; text that is an IRI already stays as it is."""
        if curie.startswith(("https://", "http://")):
            return curie
        return str(expand(curie, dict(self.prefixes)))


def load_mapping_set(file: Path, problems: Problems) -> MappingSet:
    """Read a mapping set, checking that every CURIE can be expanded and that the predicates are known.

    Raises `InputError` where the file as a whole cannot be read; notes the rest in `problems`.
    """
    metadata = _read_metadata(file)
    name = file.name.removesuffix(".sssom.tsv")
    if not is_name(name):
        remedy = "Use letters a–z, digits, dots and hyphens."
        raise InputError(Problem(f"“{name}” cannot be the name of a mapping set.", remedy, file))
    rows = read_table(file, MAPPING_COLUMNS, problems, {}, delimiter="\t", comment="#", may_lack=OPTIONAL_SLOTS)
    result = MappingSet(
        str(metadata.get("mapping_set_id", f"https://w3id.org/plangraph/mappings/{name}")),
        name,
        str(metadata.get("license", "https://w3id.org/sssom/license/unspecified")),
        {str(prefix): str(iri) for prefix, iri in metadata["curie_map"].items()},
        _inheriting(rows, metadata, file, problems),
        file,
    )
    seen: dict[tuple[str, ...], int] = {}
    for row in result.mappings:
        _check_entities(result, row, problems)
        _check_sense(row, problems)
        key = tuple(row[slot] for slot in _IDENTITY)
        if key in seen:
            problems.add(row, "subject_id", f"The mapping stands already on line {seen[key]}.", "Delete one.")
        seen.setdefault(key, row.line)
    return result


def _inheriting(rows: Table, metadata: Mapping[str, Any], file: Path, problems: Problems) -> Table:
    """The rows with what the metadata say for all of them; where the table has the column, that alone holds."""
    columns = {column.name: column for column in MAPPING_COLUMNS}
    given = {}
    for slot in sorted(INHERITED_SLOTS & set(metadata) - set(_header(file))):
        value = metadata[slot]
        given[slot] = " | ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
        problem = cell_problem(columns[slot], given[slot], {})
        if problem:
            problems.found.append(Problem(*problem, file, 1, slot))
            return rows  # said once, and not again for each row
    return [Row({**row, **given}, row.file, row.line) for row in rows]


def _header(file: Path) -> list[str]:
    text = read_text(file)
    lines = io.StringIO(text[sum(map(len, comment_lines(text, "#"))) :], newline="")
    return [name.strip() for name in next(csv.reader(lines, delimiter="\t"), [])]


def _read_metadata(file: Path) -> dict[str, Any]:
    block = "".join(line[1:] for line in comment_lines(read_text(file), "#"))
    try:
        metadata = yaml.load(block, Loader=yaml.BaseLoader)  # everything stays the text that it is
    except (yaml.YAMLError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("curie_map"), dict):
        what = "The metadata block is missing or is no YAML."
        remedy = "Begin the file with the lines `#curie_map:` and its prefixes, as SSSOM asks."
        raise InputError(Problem(what, remedy, file, 1))
    return metadata


def _check_entities(mapping_set: MappingSet, row: Row, problems: Problems) -> None:
    for slot in SLOTS:
        if slot not in ENTITY_SLOTS:
            continue
        for curie in values(row[slot]) if slot in SEVERAL_SLOTS else filter(None, [row[slot]]):
            try:
                iri = mapping_set.iri(curie)
            except (KeyError, ValueError):
                problems.add(row, slot, f"“{curie}” has no known prefix.", "Add the prefix to the file's curie_map.")
                continue
            if _UNFIT.search(iri):
                problems.add(row, slot, f"“{curie}” is no identifier.", "Write a CURIE without spaces and quotes.")
            elif slot == "predicate_id" and iri not in _PREDICATES:
                remedy = f"Use one of {', '.join(predicate.rpartition('/')[2] for predicate in _PREDICATES)}."
                problems.add(row, slot, f"“{curie}” is no predicate of mappings.", remedy)
            elif slot == "mapping_justification" and not is_name(iri.removeprefix(PREFIXES["semapv"])):
                problems.add(row, slot, f"“{curie}” is no justification.", "Write one of SEMAPV's terms.")


def _check_sense(row: Row, problems: Problems) -> None:
    """Check what no single cell shows."""
    if row["subject_id"] and row["subject_id"] == row["object_id"]:
        problems.add(row, "object_id", "The mapping links a row to itself.", "Name another row, or delete the line.")
    if is_negative(row) and finds_nothing(row):
        remedy = "Link to the counterpart that there is, or let a reviewer disagree with the lack of one."
        problems.add(row, "predicate_modifier", "The lack of a counterpart is denied.", remedy)
    if not (row["reviewer_id"] or row["reviewer_label"]):
        for slot in ("reviewer_agreement", "review_date"):
            if row[slot]:
                problems.add(row, slot, "The review has no reviewer.", "Fill in reviewer_label or reviewer_id.")

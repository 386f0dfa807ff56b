# SPDX-License-Identifier: Apache-2.0
"""Alignments: SSSOM/TSV files, read with their metadata block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plangraph.errors import InputError, Problem
from plangraph.register.columns import MAPPING_COLUMNS, is_name
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


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One SSSOM/TSV file: its metadata, prefixes and mappings (CURIEs as written)."""

    id: str
    name: str
    date: str
    prefixes: Mapping[str, str]
    mappings: Table
    file: Path

    def iri(self, curie: str) -> str:
        """The IRI of a CURIE of this set."""
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
    mappings = read_table(file, MAPPING_COLUMNS, problems, {}, delimiter="\t", comment="#")
    result = MappingSet(
        str(metadata.get("mapping_set_id", f"https://w3id.org/plangraph/mappings/{name}")),
        name,
        str(metadata.get("mapping_date", "")),
        {str(prefix): str(iri) for prefix, iri in metadata["curie_map"].items()},
        mappings,
        file,
    )
    seen: dict[tuple[str, str, str], int] = {}
    for row in mappings:
        _check_curies(result, row, problems)
        key = (row["subject_id"], row["predicate_id"], row["object_id"])
        if key in seen:
            problems.add(row, "subject_id", f"The mapping stands already on line {seen[key]}.", "Delete one.")
        seen.setdefault(key, row.line)
    return result


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


def _check_curies(mapping_set: MappingSet, row: Row, problems: Problems) -> None:
    for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        curie = row[column]
        if not curie:
            continue  # an empty cell is allowed, or said already
        try:
            iri = mapping_set.iri(curie)
        except (KeyError, ValueError):
            problems.add(row, column, f"“{curie}” has no known prefix.", "Add the prefix to the file's curie_map.")
            continue
        if column == "predicate_id" and iri not in _PREDICATES:
            remedy = f"Use one of {', '.join(predicate.rpartition('/')[2] for predicate in _PREDICATES)}."
            problems.add(row, column, f"“{curie}” is no predicate of mappings.", remedy)
        elif column == "mapping_justification" and not is_name(iri.removeprefix(PREFIXES["semapv"])):
            problems.add(row, column, f"“{curie}” is no justification.", "Write one of SEMAPV's terms.")

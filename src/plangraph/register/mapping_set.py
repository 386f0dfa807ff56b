"""Alignments: SSSOM/TSV files, read with their metadata block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from plangraph.errors import InputError, Problem
from plangraph.register.columns import MAPPING_COLUMNS
from plangraph.register.table import Problems, Table, read_table, read_text
from plangraph.vocabulary import expand

__all__ = ["NO_TERM_FOUND", "MappingSet", "load_mapping_set"]

# SSSOM's own word for a stated "no counterpart".
NO_TERM_FOUND = "https://w3id.org/sssom/NoTermFound"


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
    """Read a mapping set, checking that every CURIE can be expanded."""
    block = "\n".join(line[1:] for line in read_text(file).splitlines() if line.startswith("#"))
    try:
        metadata = yaml.safe_load(block) or {}
    except yaml.YAMLError:
        metadata = None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("curie_map"), dict):
        raise InputError(
            Problem(
                "The metadata block is missing or is no YAML.",
                "Begin the file with the lines `#curie_map:` and its prefixes, as SSSOM asks.",
                file,
                1,
            )
        )
    name = file.name.removesuffix(".sssom.tsv")
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
        for column in ("subject_id", "predicate_id", "object_id"):
            try:
                result.iri(row[column])
            except (KeyError, ValueError):
                problems.add(
                    row,
                    column,
                    f"“{row[column]}” has no known prefix.",
                    "Add the prefix to the file's curie_map.",
                )
        key = (row["subject_id"], row["predicate_id"], row["object_id"])
        if key in seen:
            problems.add(row, "subject_id", f"The mapping stands already on line {seen[key]}.", "Delete one.")
        seen.setdefault(key, row.line)
    return result

"""A data folder that a test fills table by table, with the project's reference tables and a handful of actors."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from plangraph import resources
from plangraph.graph import build
from plangraph.register import Register, load_register
from plangraph.register.columns import PLAN_TABLES, REFERENCE_TABLES, Column
from plangraph.register.slots import MAPPING_COLUMNS

__all__ = ["PREFIXES", "SmallData", "write_table"]

# One actor of each standing that ownership is judged by, seen from a plan of Region Kronoberg.
ACTORS = (
    {"actor": "kronoberg.chef", "kind": "head-of-department", "label": "Chefen", "organisation": "kronoberg"},
    {"actor": "kronoberg.klinik", "kind": "clinic", "label": "Kliniken", "organisation": "kronoberg"},
    {"actor": "kronoberg.grupp", "kind": "process-group", "label": "Gruppen utan känd hemvist"},
    {"actor": "kronoberg.alla", "kind": "collective", "label": "Alla verksamheter", "collective": "yes"},
    {"actor": "rcc-syd.rcc", "kind": "rcc", "label": "RCC Syd", "organisation": "rcc-syd"},
    {"actor": "rcc-syd.regionerna", "kind": "collective", "label": "Regionerna", "collective": "yes"},
    {"actor": "skane.chef", "kind": "head-of-department", "label": "Chefen", "organisation": "skane"},
    {"actor": "gavleborg.chef", "kind": "head-of-department", "label": "Chefen", "organisation": "gavleborg"},
)
PREFIXES = {
    "plan": "https://w3id.org/plangraph/id/",
    "plangraph": "https://w3id.org/plangraph/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}


def write_table(
    file: Path, columns: Iterable[Column], rows: Iterable[Mapping[str, str]], *, delimiter: str = ",", head: str = ""
) -> None:
    """Write rows of a table, of which only the filled cells are given."""
    names = [column.name for column in columns]
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(head)
        writer = csv.DictWriter(stream, names, restval="", delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class SmallData:
    """A data folder in the making."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "plans").mkdir(parents=True)
        (folder / "alignments").mkdir()
        shutil.copytree(resources.data_folder() / "reference", folder / "reference")
        write_table(folder / "reference" / "actors.csv", REFERENCE_TABLES["actors"], ACTORS)

    def plan(
        self,
        plan: str,
        organisation: str = "kronoberg",
        level: str = "region",
        *,
        superior: Sequence[str] = (),
        period: tuple[str, str] = ("2025-01-01", "2025-12-31"),
        **tables: Iterable[Mapping[str, str]],
    ) -> SmallData:
        """Add a plan with its tables, `follow_up` standing for `follow-up`."""
        folder = self.folder / "plans" / plan
        folder.mkdir()
        (folder / "plan.toml").write_text(
            f'id = "{plan}"\ntitle = "Planen {plan}"\norganisation = "{organisation}"\nlevel = "{level}"\n'
            f'series = "{plan}"\ndocument_status = "decided"\nstart = "{period[0]}"\nend = "{period[1]}"\n'
            f"superior = {list(superior)}\n",
            encoding="utf-8",
        )
        needed = {"responsibilities": ()} if "activities" in tables else {}
        for name, rows in (needed | tables).items():
            table = name.replace("_", "-")
            write_table(folder / f"{table}.csv", PLAN_TABLES[table], rows)
        return self

    def mappings(self, name: str, *links: tuple[str, str, str]) -> SmallData:
        """Add a mapping set of links made by hand: subject, predicate and object of each, as CURIEs."""
        rows = (
            {
                "subject_id": subject,
                "predicate_id": predicate,
                "object_id": value,
                "mapping_justification": "semapv:ManualMappingCuration",
                "confidence": "0.9",
                "comment": "Bedömd för provet.",
            }
            for subject, predicate, value in links
        )
        return self.mapping_rows(name, *rows)

    def mapping_rows(self, name: str, *rows: Mapping[str, str]) -> SmallData:
        """Add a mapping set with whatever stands in its rows, of which only the filled cells are given."""
        head = "#curie_map:\n" + "".join(f"#  {prefix}: {iri}\n" for prefix, iri in PREFIXES.items())
        head += f"#mapping_set_id: https://w3id.org/plangraph/mappings/{name}\n"
        head += "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        file = self.folder / "alignments" / f"{name}.sssom.tsv"
        write_table(file, MAPPING_COLUMNS, rows, delimiter="\t", head=head)
        return self

    def load(self) -> Register:
        """The register of the folder."""
        return load_register(self.folder)

    def build(self) -> ox.Store:
        """The dataset of the folder."""
        return build(self.load())

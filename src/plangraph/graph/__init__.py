# SPDX-License-Identifier: Apache-2.0
"""The register as an RDF dataset: one named graph per plan, one each for ontology, reference, alignments, inferred."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from plangraph import resources
from plangraph.errors import InputError, Problem
from plangraph.graph.inference import infer
from plangraph.graph.mapping_triples import write_mappings
from plangraph.graph.plan_order import plans_by_rcc
from plangraph.graph.plan_triples import write_plan, write_rows
from plangraph.graph.reference_triples import actor_node, organisation_node, write_reference
from plangraph.graph.statement_triples import write_statements
from plangraph.graph.writer import GraphWriter
from plangraph.register import Register
from plangraph.vocabulary import BASE, DCAT, DCTERMS, GRAPH

__all__ = ["actor_node", "build", "infer", "load_ontology", "organisation_node", "plans_by_rcc", "read_rdf"]


def build(register: Register) -> ox.Store:
    """The dataset of a register, in memory, with everything inferred."""
    store = ox.Store()
    load_ontology(store)
    reference = GraphWriter(store, GRAPH.reference)
    write_reference(register.reference, reference)
    reference.close()
    _write_licence(store)
    plans = {plan.id: plan for plan in register.plans}
    for plan in register.plans:
        out = GraphWriter(store, GRAPH[f"plan/{plan.id}"])
        write_plan(plan, out)
        write_rows(plan, out)
        write_statements(plan, plans, out)
        out.close()
    alignments = GraphWriter(store, GRAPH.alignments)
    for mapping_set in register.mapping_sets:
        write_mappings(mapping_set, alignments)
    alignments.close()
    infer(store)
    return store


def _write_licence(store: ox.Store) -> None:
    """Say in the dataset what it is and under which licence it stands."""
    out, dataset = GraphWriter(store, GRAPH.reference), URIRef(f"{BASE}dataset")
    out.type(dataset, DCAT.Dataset)
    out.text(dataset, DCTERMS.title, "Vem ansvarar för vad i svensk cancervård", "sv")
    out.text(dataset, DCTERMS.title, "Who answers for what in Swedish cancer care", "en")
    out.add(dataset, DCTERMS.license, URIRef("https://creativecommons.org/publicdomain/zero/1.0/"))
    out.close()


def load_ontology(store: ox.Store) -> None:
    """Put the ontology into its named graph."""
    store.bulk_load(path=str(resources.ontology_folder() / "plangraph.ttl"), to_graph=ox.NamedNode(GRAPH.ontology))


def read_rdf(file: Path) -> ox.Store:
    """A store with the RDF of a file; the file's ending says the syntax.

    Raises `InputError` for a file that is missing, of unknown ending, or not well-formed.
    """
    store = ox.Store()
    try:
        store.bulk_load(path=str(file))
    except FileNotFoundError:
        raise InputError(Problem("The file is missing.", "Check the path.", file)) from None
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(Problem(f"The file cannot be read as RDF ({error}).", "Mend it.", file)) from None
    return store

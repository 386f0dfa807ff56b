"""The field's vocabulary: what words and abbreviations stand for, and that none leads astray unnoticed."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.errors import InputError
from plangraph.register import load_register, values
from plangraph.vocabulary import SKOS, concept
from tests.small_data import SmallData


def meaning(register, word: str) -> set[str]:
    """Ids of the terms that a word stands for."""
    return {
        row["term"]
        for row in register.reference.terms
        if word.casefold()
        in (text.casefold() for text in (row["label"], *values(row["alternatives"]), *values(row["ambiguous"])))
    }


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("MDK", "multidisciplinär konferens"),
        ("SVF", "standardiserat vårdförlopp"),
        ("MVP", "Min vårdplan"),
        ("NVP", "nationellt vårdprogram"),
        ("OPT", "organiserad prostatacancertestning"),
        ("KSSK", "kontaktsjuksköterska"),
        ("kssk", "kontaktsjuksköterska"),
        ("LPPL", "lokal processledare"),
        ("RPPL", "sjukvårdsregional processledare"),
        ("VPG", "vårdprocessgrupp"),
        ("PNR", "patient- och närståenderåd"),
        ("IPÖ", "individuell patientöversikt"),
        ("PROM", "patientrapporterade utfallsmått"),
        ("PREM", "patientrapporterade erfarenhetsmått"),
        ("KVÅ", "klassifikation av vårdåtgärder"),
        ("NOGA", "nationella kvalitetsregistret för ärftlig cancer"),
        ("registret för cancerläkemedel", "registret för cancerläkemedel"),
        ("cancerläkemedelsregistret", "registret för cancerläkemedel"),
        ("EU-kodexen", "europeiska kodexen mot cancer"),
        ("gynekologisk cellprovskontroll", "livmoderhalsscreening"),
    ],
)
def test_abbreviations_of_the_plans_stand_for_one_thing(register, word, label):
    """What the plans abbreviate or say in other words is one term each, however capitalised."""
    (term,) = meaning(register, word)
    assert next(row["label"] for row in register.reference.terms if row["term"] == term) == label


def test_vc_has_two_meanings(register):
    """VC is verksamhetschef or vårdcentral: the vocabulary says so, and each plan's own list decides."""
    assert meaning(register, "VC") == {"verksamhetschef", "vardcentral"}


def test_plans_and_vocabulary_agree_on_abbreviations(register):
    """An abbreviation that a plan explains has, where the vocabulary knows it, that meaning among its own."""
    strange = []
    for plan in register.plans:
        for short, long in dict(plan.metadata.abbreviations).items():
            plain = long.partition(" (")[0]
            known = meaning(register, short)
            if known and not known & meaning(register, plain):
                strange.append((plan.id, short, plain))
    assert strange == []


def test_terms_are_concepts_of_their_own_scheme(register, store):
    """Each term is a concept with a name in both languages and every other word beside it, never the name again."""
    scheme = ox.NamedNode("https://w3id.org/plangraph/id/scheme/term")
    found = {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(str(SKOS.inScheme)), scheme)}
    assert len(found) == len(register.reference.terms) > 80
    for term in found:
        names = [q.object for q in store.quads_for_pattern(term, ox.NamedNode(str(SKOS.prefLabel)), None)]
        others = {q.object.value for q in store.quads_for_pattern(term, ox.NamedNode(str(SKOS.altLabel)), None)}
        assert sorted(name.language for name in names) == ["en", "sv"]
        assert not others & {name.value for name in names if name.language == "sv"}
    vc = store.quads_for_pattern(None, ox.NamedNode(str(SKOS.altLabel)), ox.Literal("VC", language="sv"))
    assert {q.subject for q in vc} == {
        ox.NamedNode(str(concept("term", name))) for name in ("verksamhetschef", "vardcentral")
    }


# --- what is refused -----------------------------------------------------------------------------------------------


def refused(tmp_path: Path, *rows: tuple[str, str, str, str]) -> list[tuple[int | None, str | None]]:
    """Line and column of each problem of a vocabulary: term, label, alternatives, ambiguous."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=[{"locator": "1", "title": "Mål"}])
    with (data.folder / "reference" / "terms.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["term", "label", "label_en", "alternatives", "ambiguous", "kind", "remark"])
        writer.writerows((term, label, label, others, ambiguous, "role", "") for term, label, others, ambiguous in rows)
    try:
        load_register(data.folder)
    except InputError as error:
        return [(problem.line, problem.column) for problem in error.problems]
    return []


def test_word_of_two_terms_must_be_called_ambiguous_by_both(tmp_path):
    """A word may lead to two terms only where both say so; else whoever reads one of them is led astray."""
    chef = ("chef", "verksamhetschef", "", "VC")
    assert refused(tmp_path / "a", chef, ("central", "vårdcentral", "", "vc")) == []
    assert refused(tmp_path / "b", chef, ("central", "vårdcentral", "VC", "")) == [(3, "alternatives")]
    assert refused(tmp_path / "c", chef, ("central", "VC", "", "")) == [(3, "label")]


def test_word_twice_in_a_row(tmp_path):
    """A word that stands twice in its own row, in whatever capitals, is refused."""
    assert refused(tmp_path, ("chef", "verksamhetschef", "VC | vc", "")) == [(2, "alternatives")]


def test_term_twice_and_kind_unknown(tmp_path):
    """A term stands once, and its kind is one of the scheme's."""
    assert refused(tmp_path, ("chef", "chef", "", ""), ("chef", "boss", "", "")) == [(3, "term")]

# SPDX-License-Identifier: Apache-2.0
"""The columns of a mapping set: SSSOM 1.1's slots of a mapping, in the standard's order, and what each holds."""

from __future__ import annotations

from plangraph.register.columns import Column

__all__ = ["ENTITY_SLOTS", "INHERITED_SLOTS", "MAPPING_COLUMNS", "OPTIONAL_SLOTS", "SEVERAL_SLOTS", "SLOTS"]

# `!` required here, `@` a CURIE, `|` several values, `^` may stand in the metadata for all rows; `=` what it holds.
_SLOTS = """
record_id@ subject_id!@ subject_label subject_category predicate_id!@ predicate_label predicate_modifier=modifier
object_id!@ object_label object_category mapping_justification@ author_id@| author_label| reviewer_id@| reviewer_label|
creator_id@| creator_label| license subject_type^ subject_source@^ subject_source_version^ object_type^ object_source@^
object_source_version^ predicate_type^ mapping_provider^ mapping_source@ mapping_cardinality=cardinality
cardinality_scope|^ mapping_tool^ mapping_tool_id@^ mapping_tool_version^ mapping_date=date^ publication_date=date
review_date=date confidence=confidence reviewer_agreement=agreement curation_rule@|^ curation_rule_text|^
subject_match_field@|^ object_match_field@|^ match_string| subject_preprocessing@|^ object_preprocessing@|^
similarity_score=confidence similarity_measure^ see_also| issue_tracker_item@ other comment
"""


def _parts(word: str) -> tuple[str, str, str]:
    """Name, what it holds, and marks of a slot."""
    named, _, held = word.partition("=")
    name, holds = named.rstrip("!@|^"), held.rstrip("!@|^")
    return name, holds or "text", named.removeprefix(name) + held.removeprefix(holds)


_READ = [_parts(word) for word in _SLOTS.split()]
MAPPING_COLUMNS = tuple(Column(name, "!" in marks, holds) for name, holds, marks in _READ)
SLOTS = tuple(name for name, _, _ in _READ)
OPTIONAL_SLOTS = frozenset(name for name, _, marks in _READ if "!" not in marks)
ENTITY_SLOTS = frozenset(name for name, _, marks in _READ if "@" in marks)
SEVERAL_SLOTS = frozenset(name for name, _, marks in _READ if "|" in marks)
INHERITED_SLOTS = frozenset(name for name, _, marks in _READ if "^" in marks)

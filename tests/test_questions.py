"""Every question has one name, whoever answers it, and a slip in the name is answered with what was meant."""

from __future__ import annotations

import pytest

from plangraph.cli import main
from plangraph.errors import InputError
from plangraph.questions import every_question, near_names, question_named


@pytest.mark.parametrize("name", sorted(every_question()))
def test_a_question_is_found_by_its_name(name):
    """A named query, an answer of the network and the difference of plans are all asked in the same way."""
    assert question_named(name).name == name


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("ownerles", "ownerless"),
        ("differenc", "difference"),
        ("singel-points", "single-points"),
        ("unreachabel", "unreachable"),
    ],
)
def test_a_slip_suggests_what_was_meant(slip, meant):
    """Whoever answers the question, its name is suggested first."""
    assert near_names(slip)[0] == meant
    with pytest.raises(InputError, match=rf"“{slip}”\. Did you mean {meant}"):
        question_named(slip)


def test_a_name_like_no_other_is_answered_with_all(capsys):
    """On the command line: exit 2, one line, every name, nothing on standard output."""
    assert main(["ask", "xyzzy"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "“xyzzy”" in err
    assert all(name in err for name in every_question())
    assert "Traceback" not in err

"""Names are listed as a Swedish reader looks for them."""

from __future__ import annotations

import pytest

from plangraph.web.alphabet import alphabetical


@pytest.mark.parametrize(
    "names",
    [
        ["Zonterapi", "Ångfartyg", "Ärlighet", "Öppenvård"],
        ["avdelningschef", "Barnmorska", "cancersamordnare"],
        ["Cafe", "Cafébiträde", "Caff"],
        ["Kök", "Kör 1", "Körsbär"],
    ],
)
def test_swedish_letters_come_last_in_their_own_order(names):
    """Å, ä and ö follow z, whatever the capitals; other accents make no letter of their own."""
    backwards = list(reversed(names))
    assert sorted(backwards, key=alphabetical) == names


def test_it_makes_no_difference_how_a_letter_is_composed():
    """A ring that is written for itself belongs to its letter."""
    assert alphabetical("A\u030angfartyg") == alphabetical("Ångfartyg")

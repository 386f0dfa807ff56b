# SPDX-License-Identifier: Apache-2.0
"""The order of the Swedish alphabet, in which people look for names."""

from __future__ import annotations

import unicodedata

__all__ = ["alphabetical"]

# å, ä and ö are letters of their own after z, in this order; Unicode has ä before å. What follows z there is no letter.
_LAST = str.maketrans("åäö", "{|}")


def alphabetical(text: str) -> str:
    """A key to sort by: capitals like small letters, other accents as if they were not there."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(_LAST)
    return "".join(letter for letter in unicodedata.normalize("NFD", letters) if not unicodedata.combining(letter))

# SPDX-License-Identifier: Apache-2.0
"""The one door for a sentence-embedding model that the user has: a folder that `sentence-transformers` can load.

Off unless asked for; nothing is fetched. A model adds its likeness to that of words, letters and themes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.texts import Text
from plangraph.errors import InputError, Problem

__all__ = ["meaning_of"]


def meaning_of(folder: Path) -> Callable[[Sequence[Text]], NDArray[np.float64]]:
    """A function that gives each of some texts a vector of length 1, by the model in a folder.

    Raises `InputError` where the folder or the library is missing, or where the library cannot load the folder.
    """
    if not folder.is_dir():
        raise InputError(Problem("The model's folder is missing.", "Check the path given with --model.", folder))
    try:
        library = importlib.import_module("sentence_transformers")
    except ImportError:
        what = "A model needs the package sentence-transformers."
        raise InputError(Problem(what, "Install it with: pip install sentence-transformers", folder)) from None
    try:
        loaded = library.SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # whatever the library raises, the folder is no model to it
        what = f"The model cannot be loaded ({type(error).__name__})."
        raise InputError(Problem(what, "Give a folder that sentence-transformers has saved.", folder)) from error

    return lambda texts: _encode(loaded, texts)


def _encode(loaded: Any, texts: Sequence[Text]) -> NDArray[np.float64]:
    sentences = [f"{text.heading}. {text.words}" if text.heading else text.words for text in texts]
    vectors = np.asarray(loaded.encode(sentences, show_progress_bar=False), dtype=np.float64)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = vectors / np.where(length > 0, length, 1.0)
    return unit

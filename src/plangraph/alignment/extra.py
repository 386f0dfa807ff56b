# SPDX-License-Identifier: Apache-2.0
"""The packages that the matching needs, which come with the extra `align`: whether they are there."""

from __future__ import annotations

import importlib.util

__all__ = ["missing_packages"]

_PACKAGES = ("numpy", "scipy", "simplemma", "sklearn", "sparse_dot_topn")


def missing_packages() -> list[str]:
    """Those that are not installed."""
    return [name for name in _PACKAGES if importlib.util.find_spec(name) is None]

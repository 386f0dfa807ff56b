# SPDX-License-Identifier: Apache-2.0
"""plangraph: who answers for what in Swedish cancer care, as a knowledge graph."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("plangraph")

# SPDX-License-Identifier: Apache-2.0
"""The interactive picture: one HTML file that opens on an overview, and holds every row, owner and path behind it."""

from plangraph.view.page import render
from plangraph.view.scope import Scope

__all__ = ["Scope", "render"]

# SPDX-License-Identifier: Apache-2.0
"""The explorer: the graph in the browser, for people who never write SPARQL, and its endpoints for machines."""

from plangraph.web.app import create_app
from plangraph.web.explorer import Explorer
from plangraph.web.server import DEFAULT_PORT, Server, open_server

__all__ = ["DEFAULT_PORT", "Explorer", "Server", "create_app", "open_server"]

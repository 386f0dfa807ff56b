# SPDX-License-Identifier: Apache-2.0
"""Endpoints for machines, one module each."""

from __future__ import annotations

from flask import Blueprint

from plangraph.web.machine.api import api
from plangraph.web.machine.dataset import dataset
from plangraph.web.machine.dcat import dcat
from plangraph.web.machine.openapi import openapi
from plangraph.web.machine.representations import representations
from plangraph.web.machine.search import search_api

__all__ = ["MACHINE"]

# Each module of this folder adds its blueprint here.
MACHINE: tuple[Blueprint, ...] = (api, dataset, dcat, openapi, representations, search_api)

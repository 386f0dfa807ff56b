# SPDX-License-Identifier: Apache-2.0
"""The dataset as a networkx graph: who stands alone, what reaches nothing, and GraphML for other tools.

An edge leads upward: actor → activity → goal → national goal → strategy goal, and activity → measure.
"""

from plangraph.network.answers import NetworkAnswer, network_answers
from plangraph.network.graph import as_network, graphml

__all__ = ["NetworkAnswer", "as_network", "graphml", "network_answers"]

"""How strong each node of a graph is, from 0 to 1: two gradual semantics.

Both start from a weight for each node and move it up by what supports it, down by what attacks it. They differ in how they
add up several voices, so a ranking that holds in one and not in the other is not safe.

======  ================================================================================================================
dfquad  DF-QuAD: Rago, Toni, Aurisicchio and Baroni, Discontinuity-Free Decision Support with Quantitative Argumentation
        Debates, KR 2016. Voices add up like chances: two of 0.5 make 0.75.
energy  Quadratic energy: Potyka, Continuous Dynamical Systems for Weighted Bipolar Argumentation, KR 2018. Strengths are
        summed and squeezed into 0 to 1.
======  ================================================================================================================
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from balancing_act.argument.model import Graph


@dataclass(frozen=True)
class Strengths:
    """values: strength by node; converged: whether a fixed point was reached; steps: after how many rounds."""

    values: dict[str, float]
    converged: bool
    steps: int


def dfquad(weight: float, supporters: Sequence[float], attackers: Sequence[float]) -> float:
    """One node's strength by DF-QuAD."""
    balance = math.prod(1 - s for s in attackers) - math.prod(1 - s for s in supporters)
    return weight + balance * (1 - weight if balance > 0 else weight)


def energy(weight: float, supporters: Sequence[float], attackers: Sequence[float]) -> float:
    """One node's strength by the quadratic energy model."""
    balance = sum(supporters) - sum(attackers)
    pull = balance**2 / (1 + balance**2)
    return weight + pull * (1 - weight if balance > 0 else -weight)


MODELS: dict[str, Callable] = {"dfquad": dfquad, "energy": energy}


def strengths(
    graph: Graph, weights: Mapping[str, float], model: str = "dfquad", tolerance: float = 1e-6, most_steps: int = 1000
) -> Strengths:
    """The strength of every node.

    weights: a number from 0 to 1 for each node. Each round moves every strength half way to what its neighbours give it, which
    is Euler's method on Potyka's dynamical system. Without cycles it converges to the one solution; with cycles it may not,
    and ``converged`` says so. Raises ValueError for an unknown model and for a weight that is missing or out of range.
    """
    if model not in MODELS:
        raise ValueError(f"There is no model {model!r}; choose one of {', '.join(MODELS)}.")
    if bad := [node for node in graph.nodes if not 0 <= weights.get(node, -1) <= 1]:
        raise ValueError(f"{', '.join(bad)}: each node needs a weight from 0 to 1.")
    combine = MODELS[model]
    now = {node: float(weights[node]) for node in graph.nodes}
    for step in range(1, most_steps + 1):
        aim = {
            node: combine(weights[node], [now[s] for s in graph.supporters[node]], [now[a] for a in graph.attackers[node]])
            for node in graph.nodes
        }
        furthest = max((abs(aim[node] - now[node]) for node in graph.nodes), default=0.0)
        if furthest < tolerance:
            return Strengths(aim, True, step)
        now = {node: (now[node] + aim[node]) / 2 for node in graph.nodes}
    return Strengths(now, False, most_steps)

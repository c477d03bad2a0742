"""The article as one argument: claims, the evidence under them, and what supports or attacks what.

``read`` gives the argument of data/argument.yml. Its ``graph`` is what the rest works on:

- ``labelling``: which claims stand (grounded, preferred, stable), and the smallest sets of evidence that topple one;
- ``strength``: how strong each claim is, from 0 to 1 (DF-QuAD, quadratic energy);
- ``export``: Argdown text and AIF, for other tools.
"""

from balancing_act.argument.model import Argument, ArgumentError, Claim, Evidence, Graph, read

__all__ = ["Argument", "ArgumentError", "Claim", "Evidence", "Graph", "read"]

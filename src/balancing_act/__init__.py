"""Balancing Act: an open course on Kazakhstan, Russia and the war in Ukraine.

Notebooks need four names: ``load`` a table, ``describe`` it, ``cite`` it, and ``check`` an answer.
Measures, charts and explorers are imported from their own modules.
"""

from balancing_act.checkpoints import check, hint, solution
from balancing_act.tables import cite, describe, load, names

__all__ = ["check", "cite", "describe", "hint", "load", "names", "solution"]

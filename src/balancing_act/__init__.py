"""Balancing Act: an open course on Kazakhstan, Russia and the war in Ukraine.

Notebooks need four names: ``load`` a table, ``describe`` it, ``cite`` it, and ``check`` an answer; problem sets also
``grade_my_work``.
Measures, charts and explorers are imported from their own modules.
"""

import sys

from balancing_act.checkpoints import check, hint, solution
from balancing_act.errors import explain
from balancing_act.grading import grade_my_work, watch
from balancing_act.reminder import remind
from balancing_act.tables import cite, describe, load, names

__all__ = ["check", "cite", "describe", "grade_my_work", "hint", "load", "names", "solution"]

# Where this is a notebook, IPython is there already.
if (ipython := sys.modules.get("IPython")) and (shell := ipython.get_ipython()):
    watch(shell)
    explain(shell)
    remind(shell)

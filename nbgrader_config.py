"""nbgrader, run from this folder: `nbgrader generate_assignment ps0_rehearsal`, `nbgrader autograde ps0_rehearsal`, ...

A setting given on the command line wins, for example `nbgrader autograde ps0_rehearsal --Execute.timeout=120`.
"""

import os
from pathlib import Path

from balancing_act.tables import data_folder
from nbsealed import configure

c = get_config()  # noqa: F821 (traitlets puts the name into configuration files)

c.CourseDirectory.course_id = "balancing_act"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# The exchange is the folder through which problem sets go out and come back. By default it stands beside this file, which
# needs no rights and serves everybody who works on one account. For a class on several accounts, make a folder that all of
# them may write to, and name it in the environment variable NBGRADER_EXCHANGE of teacher and students.
exchange = Path(os.environ.get("NBGRADER_EXCHANGE", Path(__file__).resolve().parent / "exchange"))
exchange.mkdir(exist_ok=True)
c.Exchange.root = str(exchange)

# What a released answer cell holds in place of the solution. It does not raise an error, as nbgrader's own stub does: the
# tests say what has not been answered. A function needs a docstring above its solution, so that the stub is still Python.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}

# `nbgrader validate` cuts what is wider (characters), and most messages of the tests are longer than the 90 it takes by default.
c.Validator.width = 200

# A cell that runs longer (seconds) is interrupted and counts as an error. The cells after it run as usual.
c.Execute.timeout = 30

# The student's code runs in a sandbox and never meets the tests; src/nbsealed/README.md says how. It may read the tables.
configure(c)
c.Sandbox.readable = [str(data_folder())]

# `nbgrader zip_collect` understands the archives that Canvas and Moodle give; teaching/guide.md says where to put them.
c.ZipCollectApp.collector_plugin = "nbsealed.collect.ArchiveCollector"

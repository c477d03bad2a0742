"""JupyterLab for a first visit: open at the first lesson, ask nothing.

`make lab` and, on Binder, postBuild copy this file into the environment's etc/jupyter.
"""

c = get_config()  # noqa: F821

c.ServerApp.default_url = "/lab/tree/lessons/00_start_here.ipynb"

# No question about news at the first start, and no request to any server but our own.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"

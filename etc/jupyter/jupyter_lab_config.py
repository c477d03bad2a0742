"""How JupyterLab starts in this course. The settings of its pages stand beside this file, in labconfig/.

Jupyter reads no configuration from the folder it is started in, so `make lab` and Binder's postBuild copy this folder
into the environment.
"""

c = get_config()  # noqa: F821

c.LabApp.default_url = "/lab/tree/lessons/00_start_here.ipynb"

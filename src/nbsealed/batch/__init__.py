"""Grading a class: `nbsealed grade`.

`app` is the command. `bundle` holds what goes to a worker and what comes back, `worker` grades one submission with nbgrader's own
Autograde in a scratch course, `workers` are the processes of this machine or of a Dask cluster, `record` writes to the gradebook, and
`store` remembers what has been done.
"""

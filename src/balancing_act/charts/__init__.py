"""Charts of the course: pure functions from a table to a picture with its text twin."""

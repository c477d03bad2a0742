"""Explorers of the course: widgets that move an assumption and show what follows."""

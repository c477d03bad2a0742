"""Grade my work on the command line, as `make grade` does: ``python -m balancing_act exercises/ps3_votes/ps3_votes.ipynb``."""

import sys
from pathlib import Path

from balancing_act.grading import NotGraded, grade

if __name__ == "__main__":
    said = grade(Path(sys.argv[1]))
    print(said)
    sys.exit(isinstance(said, NotGraded))

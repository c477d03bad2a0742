import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "zoo")]  # helpers of the tests, and the zoo, whose submissions batches grade

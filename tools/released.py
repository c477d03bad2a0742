"""List what the course brings, so that a learner's own work can be told from it.

`make format`, `make exercises` and `make student-copy` run this.

Takes the folder of a course, and writes src/balancing_act/backup/released.json there.
"""

import json
import sys
from pathlib import Path

from balancing_act.backup.work import released

course = Path(sys.argv[1])
listed = json.dumps(released(course), indent=1) + "\n"
(course / "src" / "balancing_act" / "backup" / "released.json").write_text(listed, encoding="utf-8")

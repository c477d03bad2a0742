"""Take your work with you: one file with what a learner has done, and the way back from it.

- `work` says what counts as the learner's work in a folder of the course;
- `archive` writes it into a zip file, and reads such a file without trusting it;
- `restore` puts it back, all or nothing, and loses nothing that is there;
- `commands` are Save my work and Bring it back, with what they say;
- `widget` has them as the two buttons of lesson 0.
"""

from balancing_act.backup.commands import bring_it_back, save_my_work
from balancing_act.backup.widget import MyWork

__all__ = ["MyWork", "bring_it_back", "save_my_work"]

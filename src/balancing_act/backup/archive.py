"""The file that Save my work makes: a zip of the learner's files, and ``my-work.json``::

    {"format": 1, "course": "0.1.0", "saved": "2026-11-29T18:05:00+00:00",
     "files": {"exercises/ps3_votes/ps3_votes.ipynb": {"sha256": "…", "saved": "…", "released": "…"}}}

``released`` is the digest of the notebook as the course brought it, or null. `unpack` believes
nothing of a file until it has been checked.
"""

import hashlib
import io
import json
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from balancing_act.backup.work import MAX_ALL, MAX_FILE, MAX_FILES, Names, Work, notebook, release

FORMAT = 1
MANIFEST = "my-work.json"
_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # that a zip file can say
_ANOTHER = "Choose the one whose name begins with my-work and ends with .zip."


class RestoreError(Exception):
    """Why work cannot be brought back, in a sentence for the learner.

    Nothing has been changed.
    """


@dataclass(frozen=True)
class Archive:
    """A file that was made by Save my work and is whole.

    saved: when it was made; files: contents by name; written: when each was last saved;
    released: the digest of each as the course that it comes from had brought it, None for what was
    not the course's.
    """

    saved: datetime
    files: dict[str, bytes]
    written: dict[str, datetime]
    released: dict[str, str | None]


def pack(work: Work, now: datetime) -> bytes:
    """The work as a zip file. now: the time of saving, with its zone."""
    about = {
        file.name: {
            "sha256": hashlib.sha256(file.data).hexdigest(),
            "saved": file.saved.isoformat(timespec="seconds"),
            "released": release(file.name),
        }
        for file in work.files
    }
    manifest = {"format": FORMAT, "course": version("balancing-act"), "saved": now.isoformat(timespec="seconds"), "files": about}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for file in work.files:
            entry = zipfile.ZipInfo(file.name, min(max(_FIRST, file.saved.timetuple()[:6]), _LAST))
            zipped.writestr(entry, file.data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def unpack(data: bytes) -> Archive:
    """What a file holds.

    Raises RestoreError, with the reason, for anything but a whole file of Save my work.
    """
    if not data.startswith(b"PK"):
        raise RestoreError(f"This is not a file that Save my work made. {_ANOTHER}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            return _checked(zipped)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as problem:
        raise RestoreError(
            "The file is damaged: a part of it is missing or was changed. Download it again, or take an older one."
        ) from problem


def _checked(zipped: zipfile.ZipFile) -> Archive:
    # A zip file that was unpacked and packed again by a Mac has a folder around all, and files of
    # its own.
    entries = [entry for entry in zipped.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
    entries = [entry for entry in entries if entry.filename.rpartition("/")[2] != ".DS_Store"]
    around = sorted((entry.filename.removesuffix(MANIFEST) for entry in entries if entry.filename.rpartition("/")[2] == MANIFEST), key=len)
    prefix = around[0] if around else "/"
    if prefix.count("/") > 1 or prefix == "/":
        raise RestoreError(f"This zip file was not made by Save my work. {_ANOTHER}")
    sizes = [entry.file_size for entry in entries]
    if len(entries) > MAX_FILES + 1 or sum(sizes) > MAX_ALL + MAX_FILE or max(sizes) > MAX_FILE:
        raise RestoreError("What is packed in this file is larger than anything that Save my work makes.")
    contents = {}
    for entry in entries:
        name = entry.filename.removeprefix(prefix)
        link = stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        if link or name in contents or not entry.filename.startswith(prefix) or "\\" in entry.orig_filename:
            raise RestoreError(f"This file holds {name!r}, which Save my work does not make.")
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RestoreError("This file is packed in a way that Save my work does not use.")
        with zipped.open(entry) as packed:
            contents[name] = packed.read(entry.file_size + 1)  # a length, so that a false one in the entry costs no memory
    return _described(contents)


def _described(contents: dict[str, bytes]) -> Archive:
    """The contents, once they are what the manifest says they are."""
    try:
        manifest: dict[str, Any] = json.loads(contents.pop(MANIFEST))
        if type(manifest["format"]) is int and manifest["format"] > FORMAT:
            raise RestoreError("This file was made by a newer version of the course. Bring this copy of the course up to date first.")
        about = manifest["files"]
        digests = {name: each["sha256"] for name, each in about.items()}
        released = {name: each["released"] for name, each in about.items()}
        written = {name: datetime.fromisoformat(each["saved"]).astimezone(UTC) for name, each in about.items()}
        saved = datetime.fromisoformat(manifest["saved"]).astimezone(UTC)
    except (LookupError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
        raise ValueError("the manifest is not one") from problem
    names = Names()
    for name in contents:
        try:
            names.add(name)
        except ValueError as problem:
            raise RestoreError(f"This file holds {name!r}, which Save my work does not make: {problem}.") from problem
    if digests != {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}:
        raise ValueError("the contents are not those of the manifest")
    for name, data in contents.items():
        if name.endswith(".ipynb") and notebook(data) is None:
            raise RestoreError(f"{name} in this file cannot be read as a notebook.")
    return Archive(saved, contents, written, released)

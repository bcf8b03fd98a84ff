"""Write every case of importing: `python -m tests.imports.generate [folder]`, by default tests/imports.

`cases/<area>/<name>.json` says what is imported, how, and what comes of it; `files/<area>/<name>/` holds the source;
`vectors` has the small parts, each alone.
The same tree gives the same bytes, but for deflated members, which depend on the machine's zlib.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.imports import (
    made_archive,
    made_day_one,
    made_journey,
    made_jrnl,
    made_markdown,
    made_notes,
    made_vectors,
    made_web,
)
from tests.imports.casing import ID_KEY, NOW, ZONE, File, ImportCase, Json, moment

FOLDER = Path(__file__).resolve().parent
MODULES = (made_archive, made_day_one, made_jrnl, made_journey, made_notes, made_web, made_markdown)


def all_cases() -> Iterator[ImportCase]:
    """Every case, in order."""
    for module in MODULES:
        yield from module.cases()


def case_bytes(case: ImportCase) -> bytes:
    """The file of a case. ASCII only, so that what looks alike is told apart."""
    value: Json = {
        "area": case.area,
        "name": case.name,
        "reason": case.reason,
        "id_key": ID_KEY.hex(),
        "source": {
            "is_folder": case.is_folder,
            "files": [_source(case, file) for file in case.files],
        },
        "choices": {
            "format": None,
            "zone": ZONE,
            "now": moment(NOW),
            "keep": [],
            "with_trashed": False,
            "cover": False,
            **case.choices,
        },
        "expect": case.expect,
    }
    return (json.dumps(value, indent=1) + "\n").encode("ascii")


def files_of(case: ImportCase) -> Iterator[tuple[str, bytes]]:
    """What is kept of a source: path below `files`, and bytes."""
    for file in case.files:
        if file.recipe is None:
            yield f"{case.area}/{case.name}/{file.path}", file.data


def write(folder: Path) -> None:
    """Replace all cases and their files in `folder`."""
    for part in ("cases", "files", "vectors"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for case in all_cases():
        _write_new(folder / "cases" / case.area / f"{case.name}.json", case_bytes(case))
        for path, data in files_of(case):
            _write_new(folder / "files" / path, data)
    for name, rows in made_vectors.vectors().items():
        _write_new(folder / "vectors" / f"{name}.json", made_vectors.vector_bytes(rows))


def _source(case: ImportCase, file: File) -> Json:
    """Path within the source, where its bytes are, and when it was changed last."""
    place: Json = {"file": f"{case.area}/{case.name}/{file.path}"}
    if file.recipe is not None:
        place = {"recipe": file.recipe}
    return {"path": file.path, "modified_at": _modified_at(file), **place}


def _modified_at(file: File) -> int:
    return moment(NOW) if file.modified_at is None else file.modified_at


def _write_new(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise ValueError(f"two files are called {path}")
    path.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

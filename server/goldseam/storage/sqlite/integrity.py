"""Whether a database file is sound, asked by an operator."""

import sqlite3
from contextlib import closing
from pathlib import Path


def check_database(path: Path) -> list[str]:
    """What SQLite finds wrong with a file, one sentence each; opens it read-only, while a server runs too."""
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return [f"{path} cannot be read as a database: {error}."]
    complaints = [f"{path}: {text}" for text in found if text != "ok"]
    return complaints + [f"{path}: {len(strays)} rows refer to rows that are not there."] * bool(
        strays
    )

"""What ends an import before it began."""

from goldseam.errors import GoldseamError


class ImportRefused(GoldseamError):
    """The archive is hostile, broken or too big: nothing of it is kept (docs/imports.md, Members)."""

    code = "import_refused"
    sentence = (
        "This archive is not whole, or not made as an export is, so nothing of it was taken in.\n"
        "Export it once more there; if it is refused again, unpack it and import the folder."
    )


class ImportIsBackup(GoldseamError):
    """A backup of Goldseam's own: it is restored."""

    code = "import_is_backup"
    sentence = "This is a backup of Goldseam: bring it back with goldseam backup restore."


class NotText(GoldseamError):
    """Bytes whose encoding nobody names."""

    code = "encoding"
    sentence = "This is not text."


class NotJson(GoldseamError):
    """A text that should be JSON and is not, or too deep."""

    code = "json"
    sentence = "This is not JSON."

"""The limits of docs/imports.md."""

from typing import Final

MAX_MEMBERS: Final = 200_000
MAX_PATH_BYTES: Final = 1024
MAX_PATH_SEGMENTS: Final = 32
MAX_TEXT_BYTES: Final = 64 << 20
MAX_TEXTS_BYTES: Final = 1 << 30
SMALL_TEXT_BYTES: Final = 1 << 20
"""Up to this size nobody asks how well a text was packed."""
MAX_RATIO: Final = 200
MAX_JSON_DEPTH: Final = 100
MAX_HTML_DEPTH: Final = 100
MAX_ORIGINAL_ID_BYTES: Final = 1024
MAX_RECORD_BYTES: Final = 225_000
MAX_FRONT_MATTER_BYTES: Final = 65_536
MAX_FRONT_MATTER_KEYS: Final = 256
MAX_BATCH_RECORDS: Final = 100

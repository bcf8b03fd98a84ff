"""How the fields of each kind of record are merged (docs/merging.md, Schemas). A new kind is a new row."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, TypedDict

Schema: TypeAlias = "Mapping[str, FieldType]"


class Things(TypedDict):
    """A list of objects, each with an `id` of its own; the schema of their fields."""

    things: Schema


class Parts(TypedDict):
    """An object whose fields are merged one by one; their schema."""

    object: Schema


FieldType: TypeAlias = (
    Literal["text", "line", "set", "values", "latest", "mark", "scalar"] | Things | Parts
)

_EVERY_KIND: Schema = {
    "v": "latest",
    "updated_at": "latest",
    "tags": "set",
    "also": "values",
    "merged": "mark",
    "kept_after_remove": "mark",
}

_KINDS: Mapping[str, Schema] = {
    "entry": {
        "title": "line",
        "body": "text",
        "people": "set",
        "signs": "set",
        "links": {"things": {}},
        "answers": {"things": {"text": "text"}},
    },
}


def schema_of(kind: object) -> Schema:
    """The types of the fields of a kind; a field that is not named is a scalar. Unknown kinds have the common ones."""
    own = _KINDS.get(kind, {}) if isinstance(kind, str) else {}
    return {**_EVERY_KIND, **own}

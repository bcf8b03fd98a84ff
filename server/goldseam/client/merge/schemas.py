"""How the fields of each kind of record are merged (docs/merging.md, Schemas). A new kind is a new row."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, TypedDict, final

Schema: TypeAlias = "Mapping[str, FieldType]"


@final
class Things(TypedDict):
    """A list of objects, each with an `id` of its own; the schema of their fields."""

    things: Schema


@final
class Parts(TypedDict):
    """An object whose fields are merged one by one; their schema."""

    object: Schema


FieldType: TypeAlias = (
    Literal["text", "line", "set", "values", "latest", "mark", "scalar"] | Things | Parts
)

_CHECKIN: Parts = {
    "object": {
        "state_words": "set",
        "body_places": "set",
        "body_qualities": "set",
        "one_word": "line",
        "helped_by": "set",
    }
}
_NUMBERS: Things = {"things": {"name": "line", "note": "text"}}

_EVERY_KIND: Schema = {
    "v": "latest",
    "updated_at": "latest",
    "also": "values",
    "merged": "mark",
    "kept_after_remove": "mark",
    "title": "line",
    "body": "text",
    "answers": {
        "things": {
            "text": "text",
            "chosen": "set",
            "fields": "set",
        },
    },
    "people": "set",
    "tags": "set",
    "before": _CHECKIN,
    "after": _CHECKIN,
    "signs": "set",
    "links": {"things": {}},
    "cover": "mark",
    "bring": "mark",
    "trashed_at": "latest",
}

_KINDS: Mapping[str, Schema] = {
    "entry": {
        "line": "text",
    },
    "reflection": {
        "pull": {"things": {}},
        "with": "set",
        "set_off": "set",
        "set_off_text": "text",
        "body_places": "set",
        "body_qualities": "set",
        "state_words": "set",
        "did": "set",
        "expected": "text",
        "happened_instead": "text",
        "belief_self": "text",
        "belief_other": "text",
        "soft_feeling": "set",
        "need": "set",
        "protects": "text",
        "younger_age": "line",
        "younger_part": "text",
        "echo": "set",
        "steadier": "text",
        "line": "text",
    },
    "repair": {
        "gap": "set",
        "camera": "text",
        "impact_me": "text",
        "impact_them": "text",
        "my_part": "text",
        "their_part": "text",
        "need": "set",
        "want": "text",
        "steps": {
            "things": {
                "what": "set",
                "note": "text",
                "after": _CHECKIN,
            },
        },
        "outcome": "text",
        "learned": "text",
        "line": "text",
    },
    "glimmer": {
        "what": "text",
        "kinds": "set",
        "body_places": "set",
        "body_qualities": "set",
        "modelled": "set",
        "doubt": "text",
        "carry_inward": "text",
    },
    "checkin": {
        "state_words": "set",
        "body_places": "set",
        "body_qualities": "set",
        "one_word": "line",
        "helped_by": "set",
    },
    "line": {
        "text": "text",
        "instead_of": "text",
        "in_grounding": "mark",
    },
    "person": {
        "name_shown": "line",
        "role": "set",
        "helps": "text",
        "limits": "text",
        "note": "text",
        "hide_counts": "mark",
        "kept_apart": "mark",
    },
    "safety_card": {
        "my_signs": "text",
        "what_helps_alone": "text",
        "people_and_places": "text",
        "people_to_ask": _NUMBERS,
        "professionals": _NUMBERS,
        "make_it_safer": "text",
        "own_numbers": _NUMBERS,
        "stanley_brown_done_with_clinician": "mark",
    },
    "settings": {
        "vocabulary": {
            "things": {
                "label": "line",
                "hidden": "mark",
                "added": "mark",
            },
        },
        "theory_hidden": "mark",
        "motion_off": "mark",
        "reminders": "mark",
        "resurfacing": "mark",
        "look_again_off": "mark",
        "views_hidden": "set",
    },
    "pack_override": {
        "packs": {
            "things": {
                "own": "mark",
                "hidden": "mark",
                "title": "line",
                "intro": "text",
                "not_today_if": "text",
                "prompts": {
                    "things": {
                        "text": "text",
                        "hidden": "mark",
                    },
                },
                "close": "text",
            },
        },
    },
    "rejoined": {
        "seen": "set",
    },
}


def schema_of(kind: object) -> Schema:
    """The types of the fields of a kind; a field that is not named is a scalar. Unknown kinds have the common ones."""
    own = _KINDS.get(kind, {}) if isinstance(kind, str) else {}
    return {**_EVERY_KIND, **own}

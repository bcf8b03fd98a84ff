"""What `goldseam import` says."""

from typing import Final

from goldseam.imports.item import App, Droppable, Reason

APPS: Final[dict[App, str]] = {
    "day_one": "Day One",
    "standard_notes": "Standard Notes",
    "journey": "Journey",
    "jrnl": "jrnl",
    "apple_journal": "Apple Journal",
    "joplin": "Joplin",
    "diarium": "Diarium",
    "markdown": "Markdown",
}

REASONS: Final[dict[Reason, str]] = {
    "encrypted": "still encrypted there: export it decrypted, then import that",
    "trashed": "in the trash there: --with-trashed takes it along",
    "deleted": "deleted there",
    "empty": "without words and media",
    "no_date": "without a day",
    "json": "not readable: not whole, or not what it should be",
    "encoding": "in an encoding that cannot be told; UTF-8 can be read",
    "too_large": "too long for one page: split it in two there",
    "duplicate": "there twice; the one that was changed last is taken",
    "already_here": "here already, and left as it is",
    "removed_here": "removed here before, and stays removed",
    "media_waits": "media that stays in the archive for now: keep the archive",
    "not_text": "neither text nor media of a page",
    "other_format": "of another kind than the rest",
    "html_lost": "taken in, but for drawings and frames, or with its boxes made flat",
}
"""By reason, what stands above the list of what it is about."""

DROPPED: Final[dict[Droppable, str]] = {
    "place": "where they were written",
    "weather": "the weather",
    "steps": "steps and activity",
    "device": "the device",
    "music": "music",
}

IMPORT: Final = {
    "from": "{app}, from {name}:",
    "pages": "{pages} pages, from {start} to {end}; people: {people}; media: {media}",
    "first": (
        "The first were written at {first}.\n"
        "Times without a zone are taken as {zone}; if these are not right, give another --zone."
    ),
    "dropped": "Not taken along unless you --keep it: {what}.",
    "left_out": "Not taken in, or not whole:",
    "here": "{count} of the pages are here already, or were removed here.",
    "nothing": "There is nothing in it that can be taken in.",
    "dry": "Nothing was done: this only shows what would be.",
    "ask": "Type yes to take them in, or anything else:",
    "no_terminal": "There is no terminal to ask at: say --yes.",
    "left": "Nothing was taken in.",
    "progress": "{done} of {all}",
    "done": "Taken in: {count}. What you gave is as it was: keep it until you have looked.",
    "report": "The whole report is in {path}.",
    "silence": "Nothing is lost: it is sent with the next goldseam pull.",
}

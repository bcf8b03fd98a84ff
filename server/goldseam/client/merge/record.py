"""Merging records: fields by their types, removals, and what could not be decided (docs/merging.md, M1, M7-M10)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from goldseam.client.merge.fields import (
    Things,
    Three,
    merge_plain,
    read_objects,
    read_texts,
    read_things,
)
from goldseam.client.merge.order import merge_order
from goldseam.client.merge.schemas import FieldType, Schema, schema_of
from goldseam.client.merge.text import MergedText, merge_line, merge_text
from goldseam.client.merge.values import ABSENT, Field, is_same, merge_values
from goldseam.crypto.canonical import Json, JsonObject, utf16

Outcome: TypeAlias = Literal["merged", "edit_won_over_remove", "removal_won"]
Path: TypeAlias = tuple[str, ...]


class MergedRecord(NamedTuple):
    """A merged record; `draft` is what this device had written where a removal won, else None."""

    record: JsonObject
    outcome: Outcome
    draft: JsonObject | None


def merge_record(
    base: JsonObject | None, mine: JsonObject, theirs: JsonObject, device: str
) -> MergedRecord:
    """The record with both sides' changes; nothing that was passed in is changed.

    `theirs` is what the log has, `device` the id in hexadecimal of the device that committed it,
    `base` the newest state that both descend from, or None. Total: it raises for no JSON objects.
    """
    if is_same(mine, theirs) or is_same(theirs, base):
        return MergedRecord(mine, "merged", None)
    if is_same(mine, base):
        return MergedRecord(theirs, "merged", None)
    if _is_tombstone(mine) or _is_tombstone(theirs):
        return _merge_removal(mine, theirs)
    return MergedRecord(_merge_fields(base or {}, mine, theirs, device), "merged", None)


def _is_tombstone(record: JsonObject) -> bool:
    return record.get("deleted") is True


def _is_erased(record: JsonObject) -> bool:
    return record.get("erase") is True


def _merge_removal(mine: JsonObject, theirs: JsonObject) -> MergedRecord:
    """M10, where at least one side is a tombstone."""
    if _is_tombstone(mine) and _is_tombstone(theirs):
        winner = theirs if _is_erased(theirs) else mine
        return MergedRecord(winner, "merged", None)
    tombstone, edit = (mine, theirs) if _is_tombstone(mine) else (theirs, mine)
    if not _is_erased(tombstone):
        return MergedRecord({**edit, "kept_after_remove": True}, "edit_won_over_remove", None)
    # On the device that removed it nothing of the other's words may stay, not even as a draft.
    return MergedRecord(tombstone, "removal_won", mine if edit is mine else None)


@dataclass
class _Findings:
    """What a merge of fields has to tell beside its values."""

    device: str
    also: list[Json] = field(default_factory=list)
    is_merged: bool = False


def _merge_fields(
    base: JsonObject, mine: JsonObject, theirs: JsonObject, device: str
) -> JsonObject:
    findings = _Findings(device)
    result = _merge_object(schema_of(mine.get("kind")), base, mine, theirs, (), findings)
    if findings.is_merged:
        result["merged"] = True
    if findings.also:
        held = result.get("also", [])
        result["also"] = merge_values([], held if isinstance(held, list) else [held], findings.also)
    return result


def _merge_object(
    schema: Schema,
    base: JsonObject,
    mine: JsonObject,
    theirs: JsonObject,
    path: Path,
    findings: _Findings,
) -> JsonObject:
    result: JsonObject = {}
    for name in sorted({*mine, *theirs}, key=utf16):
        three = base.get(name, ABSENT), mine.get(name, ABSENT), theirs.get(name, ABSENT)
        value = _merge_field(schema.get(name, "scalar"), three, (*path, name), findings)
        if value is not ABSENT:
            result[name] = value
    return result


def _merge_field(kind: FieldType, three: Three, path: Path, findings: _Findings) -> Field:
    base, mine, theirs = three
    if is_same(mine, theirs) or is_same(theirs, base):
        return mine
    if is_same(mine, base):
        return theirs
    merged = _merge_typed(kind, three, path, findings)
    return _merge_scalar(mine, theirs, path, findings) if merged is ABSENT else merged


def _merge_typed(kind: FieldType, three: Three, path: Path, findings: _Findings) -> Field:
    """The value of a field that both sides changed, or ABSENT where its type has no answer."""
    if not isinstance(kind, str):
        if "things" in kind:
            return _merge_things(kind["things"], three, path, findings)
        return _merge_parts(kind["object"], three, path, findings)
    if kind in {"text", "line"}:
        return _merge_writing(merge_text if kind == "text" else merge_line, three, findings)
    return merge_plain(kind, three)


def _merge_scalar(mine: Field, theirs: Field, path: Path, findings: _Findings) -> Field:
    entry: JsonObject = {"path": list(path), "device": findings.device}
    if theirs is not ABSENT:
        entry["value"] = theirs
    findings.also.append(entry)
    return mine


def _merge_writing(
    merge: Callable[[str, str, str], MergedText], three: Three, findings: _Findings
) -> Field:
    texts = read_texts(three)
    if texts is None:
        return ABSENT
    merged = merge(*texts)
    findings.is_merged = findings.is_merged or merged.is_merged
    return merged.text


def _merge_parts(schema: Schema, three: Three, path: Path, findings: _Findings) -> Field:
    objects = read_objects(three)
    return ABSENT if objects is None else _merge_object(schema, *objects, path, findings)


def _merge_things(schema: Schema, three: Three, path: Path, findings: _Findings) -> Field:
    things = read_things(three)
    if things is None:
        return ABSENT
    base, mine, theirs = things
    result: list[Json] = []
    for thing in merge_order([*base], [*mine], [*theirs], _kept(base, mine, theirs)):
        if thing in mine and thing in theirs:
            both = base.get(thing, {}), mine[thing], theirs[thing]
            result.append(_merge_object(schema, *both, (*path, thing), findings))
        else:
            result.append(mine[thing] if thing in mine else theirs[thing])
    return result


def _kept(base: Things, mine: Things, theirs: Things) -> set[str]:
    """The ids that both have, or that one has and the other removed unaware of a change, or never had."""
    either = {**theirs, **mine}
    return {
        thing
        for thing, value in either.items()
        if (thing in mine and thing in theirs) or not is_same(value, base.get(thing, ABSENT))
    }

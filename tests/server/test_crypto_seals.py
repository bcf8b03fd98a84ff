"""Properties of seals: what goes in comes out, and nothing that was touched does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.crypto.canonical import (
    Json,
    JsonObject,
    canonical_json,
    clean,
    clean_text,
    parse_object,
)
from goldseam.crypto.seal import open_local, open_revision, seal_local, seal_revision
from goldseam.crypto.slots import open_slot
from goldseam.errors import Damaged, SealError, UnknownVersion, WrongSecret
from goldseam.protocol.accounts import Slot
from goldseam.protocol.encoding import padme
from scripts.vectors_account import ACCOUNT, PASSPHRASE, SLOTS
from scripts.vectors_case import source
from scripts.vectors_vault import KEYS, VAULT_KEY, A, B, entry


def is_writable(value: JsonObject) -> bool:
    """Whether no two keys of it become one in NFC."""
    try:
        clean(value)
    except ValueError:
        return False
    return True


TEXTS = st.text(st.characters(), max_size=40)
NAMES = st.text(max_size=20)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e6, 1e6, allow_nan=False)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS: st.SearchStrategy[JsonObject] = st.dictionaries(TEXTS, VALUES, max_size=5).filter(
    is_writable
)
SEALED = seal_revision(KEYS[1], A, 1, entry("a page"), source("seals"))


@given(OBJECTS)
def test_a_record_comes_out_as_it_went_in(value: JsonObject) -> None:
    """Whatever JSON a record is, opening gives its canonical form."""
    sealed = seal_revision(KEYS[1], A, 3, value, source("property"))
    opened = open_revision(KEYS[1], A, 3, sealed)
    assert canonical_json(opened) == canonical_json(value)


@given(OBJECTS)
def test_canonical_json_is_its_own_canonical_form(value: JsonObject) -> None:
    """Reading and writing canonical JSON gives the same bytes."""
    canonical = canonical_json(value)
    assert canonical_json(parse_object(canonical)) == canonical


@given(st.text(st.characters() | st.characters(categories=["Cs"]), max_size=30))
def test_clean_text_can_always_be_written(text: str) -> None:
    """Whatever a text holds, its clean form is UTF-8 and stays as it is when cleaned again."""
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned
    assert clean_text(cleaned) == cleaned


@given(OBJECTS)
def test_sizes_fall_into_buckets(value: JsonObject) -> None:
    """A seal's length tells the bucket only: 29 bytes more than a padded length."""
    length = len(seal_revision(KEYS[1], A, 1, value, source("property"))) - 29
    assert length in (64, 512) or (length > 512 and padme(length) == length)


@given(st.integers(0, 8 * len(SEALED) - 1))
def test_no_bit_of_a_seal_can_be_turned(bit: int) -> None:
    """One bit anywhere in a seal makes it unknown or damaged, never another text."""
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnknownVersion if bit < 8 else Damaged):
        open_revision(KEYS[1], A, 1, bytes(changed))


@given(st.integers(0, len(SEALED) - 1))
def test_no_part_of_a_seal_opens(length: int) -> None:
    """A seal that was cut anywhere is damaged."""
    with pytest.raises(Damaged):
        open_revision(KEYS[1], A, 1, SEALED[:length])


@given(st.binary(max_size=200))
def test_what_nobody_sealed_does_not_open(data: bytes) -> None:
    """Any bytes at all end in an error of sealing, not in another exception."""
    with pytest.raises(SealError):
        open_revision(KEYS[1], B, 1, data)


@given(st.integers(8, 8 * 93 - 1))
def test_every_damage_to_a_slot_looks_like_a_wrong_passphrase(bit: int) -> None:
    """One bit anywhere behind the version byte is the one error, `wrong_secret`."""
    changed = bytearray(SLOTS[0].sealed)
    changed[bit // 8] ^= 1 << bit % 8
    slot = Slot(SLOTS[0].slot, SLOTS[0].type, SLOTS[0].epoch, bytes(changed))
    with pytest.raises(WrongSecret):
        open_slot(PASSPHRASE, ACCOUNT, slot)


@given(NAMES, NAMES, NAMES, NAMES, st.binary(max_size=50))
def test_what_rests_on_a_device_is_bound_to_its_place(
    store: str, name: str, other_store: str, other_name: str, data: bytes
) -> None:
    """It opens in its own place and in no other, however store and key are cut."""
    sealed = seal_local(VAULT_KEY, store, name, data, source("local"))
    assert open_local(VAULT_KEY, store, name, sealed) == data
    if (store, name) != (other_store, other_name):
        with pytest.raises(Damaged):
            open_local(VAULT_KEY, other_store, other_name, sealed)

"""Vectors of Revisions: seals of records, rows, and ids that are derived."""

from collections.abc import Iterator

from goldseam.crypto import keys
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.seal import derived_record_id, seal_revision
from goldseam.protocol.encoding import label, padded, u32, u64
from goldseam.protocol.revisions import row_bytes, sealed_hash
from scripts.vectors_case import Case, a_secret, an_id, case, flip, source

AREA = "revisions"
VAULT, RECORD = an_id("vault"), an_id("record")
VAULT_KEY, LATER_VAULT_KEY = a_secret("vault key"), a_secret("vault key of epoch 2")
KEYS = keys.vault_keys(VAULT_KEY, VAULT_KEY, VAULT, 1)
LATER_KEYS = keys.vault_keys(LATER_VAULT_KEY, VAULT_KEY, VAULT, 2)
PLACE = {"vault_key": VAULT_KEY, "first_key": VAULT_KEY, "vault": VAULT, "epoch": 1}
LATER_PLACE = {**PLACE, "vault_key": LATER_VAULT_KEY, "epoch": 2}

ENTRY: JsonObject = {
    "kind": "entry",
    "v": 1,
    "created_at": 1_795_370_400_000,
    "updated_at": 1_795_370_460_000,
    "tz": "Europe/Vienna",
    "title": "What the kintsugi bowl said",
    "body": "It broke.\n\nThe seam is the part that shines.",
    "tags": ["repair", "größer"],
}
REMOVED: JsonObject = {"deleted": True, "erase": False}
ERASED: JsonObject = {"deleted": True, "erase": True}


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _good()
    yield from _bad_seals()
    yield from _bad_plaintexts()
    yield from _rows()
    yield from _record_ids()


def _values() -> dict[str, tuple[str, JsonObject]]:
    filled = ENTRY | {"body": ""}
    room = 512 - 1 - len(canonical_json(filled))
    return {
        "entry": ("an entry is padded to 512 bytes", ENTRY),
        "just-512": ("512 bytes need no padding", filled | {"body": "x" * room}),
        "just-above-512": ("the next bucket is 544", filled | {"body": "x" * (room + 1)}),
        "long": ("a long entry is padded by Padmé", filled | {"body": "word " * 2000}),
        "removed": ("a removal is padded to 64 bytes", REMOVED),
        "erased": ("a removal that erases", ERASED),
        "not-removed": ("only true is a removal", {"deleted": 1}),
        "deleted-false": ("false is no removal", {"deleted": False}),
        "unknown-kind": ("an unknown kind survives", {"kind": "later", "v": 9, "x": [1.5, None]}),
        "empty": ("an empty object is a record", {}),
        "decomposed": ("text is sealed in NFC", ENTRY | {"title": "e\u0301te\u0301"}),
    }


def _good() -> Iterator[Case]:
    nonce = source("revision nonce")(12)
    for name, (reason, value) in _values().items():
        sealed = seal_revision(KEYS, RECORD, 1, value, lambda _: nonce)
        inputs = {**PLACE, "record": RECORD, "number": 1, "value": value, "nonce": nonce}
        yield case(AREA, "seal", name, reason, inputs, {"sealed": sealed})
        opened = {**PLACE, "record": RECORD, "number": 1, "sealed": sealed}
        canonical = canonical_json(value).decode()
        yield case(AREA, "open", name, reason, opened, {"canonical": canonical})
    later = seal_revision(LATER_KEYS, RECORD, 7, ENTRY, lambda _: nonce)
    opened = {**LATER_PLACE, "record": RECORD, "number": 7, "sealed": later}
    outputs = {"canonical": canonical_json(ENTRY).decode()}
    yield case(AREA, "open", "epoch-2", "the keys of its epoch open it", opened, outputs)
    for name, plaintext in _readable_plaintexts().items():
        inputs = {**PLACE, "record": RECORD, "number": 1, "sealed": _sealed(plaintext)}
        reason = "JSON that is read need not be canonical"
        yield case(AREA, "open", name, reason, inputs, {"canonical": '{"a":1,"b":2}'})


def _readable_plaintexts() -> dict[str, bytes]:
    texts = {"not-sorted": '{"b":2,"a":1}', "spaces": ' {"a": 1.0,\n "b": 2e0 } '}
    return {name: _padded(text.encode()) for name, text in texts.items()}


def _padded(document: bytes, least: int = 512) -> bytes:
    whole = b"\x01" + document
    return whole.ljust(padded(len(whole), least), b"\x00")


def _sealed(plaintext: bytes, under: VaultKeys = KEYS) -> bytes:
    head = label("goldseam/1/revision") + b"\x01"
    aad = head + under.vault + RECORD + u64(1) + u32(under.epoch)
    return seal_envelope(under.seal, plaintext, aad, source("revision nonce"))


def _bad_seals() -> Iterator[Case]:
    sealed = seal_revision(KEYS, RECORD, 1, ENTRY, source("revision nonce"))
    wrapped = keys.account_keys(VAULT_KEY, VAULT)
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": ("another vault key", {"vault_key": a_secret("another vault key")}),
        "other-vault": ("the revision of another vault", {"vault": an_id("other vault")}),
        "other-record": ("the revision of another record", {"record": an_id("other record")}),
        "other-number": ("the bytes stand under another number", {"number": 2}),
        "other-epoch": ("the bytes stand under another epoch", {"epoch": 2}),
        "nonce-bit": ("one bit of the nonce", {"sealed": flip(sealed, 1)}),
        "text-bit": ("one bit of the ciphertext", {"sealed": flip(sealed, 200)}),
        "tag-bit": ("one bit of the tag", {"sealed": flip(sealed, -1)}),
        "cut": ("the last byte is cut off", {"sealed": sealed[:-1]}),
        "cut-to-overhead": ("only 28 bytes are left", {"sealed": sealed[:28]}),
        "longer": ("one byte too many", {"sealed": sealed + b"\x00"}),
        "only-version": ("one byte", {"sealed": b"\x01"}),
        "nothing": ("no bytes", {"sealed": b""}),
        "other-purpose": (
            "sealed under a key of another purpose",
            {"sealed": seal_envelope(wrapped.wrap, _padded(b"{}"), b"", source("wrap"))},
        ),
    }
    good = {**PLACE, "record": RECORD, "number": 1, "sealed": sealed}
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open", name, reason, {**good, **changes}, "damaged")
    for version in (0, 2, 255):
        changed = bytes([version]) + sealed[1:]
        reason = "another first byte is kept, never opened"
        inputs = {**good, "sealed": changed}
        yield case(AREA, "open", f"version-{version}", reason, inputs, "unknown_version")


def _bad_plaintexts() -> Iterator[Case]:
    entry, removed = canonical_json(ENTRY), canonical_json(REMOVED)
    bad = {
        "inner-version": ("another byte within", b"\x02" + _padded(entry)[1:]),
        "inner-version-missing": ("no byte within", entry.ljust(512, b"\x00")),
        "not-padded": ("no padding", b"\x01" + entry),
        "padded-less": ("one zero too few", _padded(entry)[:-1]),
        "padded-more": ("one zero too many", _padded(entry) + b"\x00"),
        "padded-double": ("the next bucket", _padded(entry).ljust(544, b"\x00")),
        "padded-like-removed": ("an entry padded like a removal", _padded(b'{"kind":"x"}', 64)),
        "removed-like-entry": ("a removal padded like an entry", _padded(removed)),
        "zero-before": ("a zero before the JSON", _padded(b"\x00" + entry)),
        "zero-within": ("a zero within the JSON", _padded(b"{}\x00{}")),
        "not-utf-8": ("not UTF-8", _padded(b'{"a":"\xff"}')),
        "overlong-utf-8": ("overlong UTF-8", _padded(b'{"a":"\xc0\xaf"}')),
        "surrogate-utf-8": ("a surrogate in UTF-8", _padded(b'{"a":"\xed\xa0\x80"}')),
        "byte-order-mark": ("a byte order mark is not JSON", _padded(b"\xef\xbb\xbf{}")),
        "not-json": ("not JSON", _padded(b"{a:1}")),
        "cut-json": ("JSON that ends too early", _padded(b'{"a":1')),
        "two-objects": ("one object, nothing after it", _padded(b"{}{}")),
        "a-list": ("a list is no record", _padded(b"[]")),
        "a-string": ("a string is no record", _padded(b'"a"')),
        "null": ("null is no record", _padded(b"null")),
        "no-document": ("no JSON at all", _padded(b"")),
        "nothing-within": ("no plaintext", b""),
        "only-inner-version": ("one byte of plaintext", b"\x01"),
        "unsafe-integer": ("an integer beyond 2^53 - 1", _padded(b'{"a":9007199254740992}')),
        "infinite": ("a number that is not finite", _padded(b'{"a":1e999}')),
        "nan": ("NaN is not JSON", _padded(b'{"a":NaN}')),
        "too-deep": ("66 levels", _padded(b'{"a":' + b"[" * 65 + b"]" * 65 + b"}")),
    }
    for name, (reason, plaintext) in bad.items():
        inputs = {**PLACE, "record": RECORD, "number": 1, "sealed": _sealed(plaintext)}
        yield case(AREA, "open", f"plain-{name}", reason, inputs, "damaged")


def _rows() -> Iterator[Case]:
    sealed = seal_revision(KEYS, RECORD, 1, ENTRY, source("revision nonce"))
    for name, number, epoch in (
        ("first", 1, 1),
        ("later", 258, 3),
        ("greatest", 2**53 - 1, 2**32 - 1),
    ):
        inputs = {"record": RECORD, "number": number, "epoch": epoch, "sealed": sealed}
        outputs = {"row": row_bytes(RECORD, number, epoch, sealed_hash(sealed))}
        yield case(AREA, "row", name, "the 60 bytes of a row", inputs, outputs)


def _record_ids() -> Iterator[Case]:
    ids = {
        "singleton": ("a singleton has neither app nor original id", ("settings", "", "")),
        "import": ("an import is the same on every device", ("entry", "dayone", "5E1A/üB")),
        "shifted": ("lengths keep the parts apart", ("entryd", "ayone", "5E1A/üB")),
    }
    for name, (reason, (kind, app, original_id)) in ids.items():
        texts = {"kind": kind, "app": app, "original_id": original_id}
        outputs = {"record": derived_record_id(KEYS, kind, app, original_id)}
        yield case(AREA, "record-id", name, reason, {**PLACE, **texts}, outputs)
    texts = {"kind": "settings", "app": "", "original_id": ""}
    outputs = {"record": derived_record_id(LATER_KEYS, "settings")}
    reason = "ids are derived from epoch 1 in every epoch"
    yield case(AREA, "record-id", "epoch-2", reason, {**LATER_PLACE, **texts}, outputs)

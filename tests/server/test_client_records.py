"""What becomes of records that are removed, that cannot be read, or that could not be written (docs/protocol.md)."""

import json
from typing import Any

import msgspec
import pytest

from goldseam.client import committing
from goldseam.client.effects import Send
from goldseam.client.held import (
    load_aside,
    load_state,
)
from goldseam.client.pages import Now, SetAside, contents, remove
from goldseam.crypto.backup import Unopened
from goldseam.crypto.commit import build_commit
from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.seal import _revision_aad, seal_revision
from goldseam.protocol.revisions import Revision
from goldseam.storage.memory import vaults
from tests.server.simulated import NOON, Device, World


def commit_bytes(world: World, device: Device, revision: Revision) -> None:
    """Commit a revision as it is, tagged and signed by a device that is up to date."""
    world.sync(device)
    desk = device.desk
    state = device.do(load_state(desk.vault))
    built = build_commit(
        desk.keys,
        state,
        epoch=1,
        keyring_version=desk.keyring.version,
        device=desk.enrolled.device,
        device_key=desk.device_key,
        revisions=[revision],
    )
    path = f"/v1/vaults/{desk.vault.hex()}/commits/{built.base}/{built.digest.hex()}"
    put = Send("PUT", path, msgspec.msgpack.encode(built.body), desk.token)
    assert world.server.send(put).status == 200


def test_a_final_removal_erases_and_keeps_the_words_of_others(world: World) -> None:
    """The server drops the history; words typed meanwhile become a page of their own where they were typed."""
    phone, laptop, _ = world.devices
    record = phone.write("One.")
    world.sync(phone)
    world.sync(laptop)
    laptop.write("One and unsent words.", record)
    phone.do(remove(record, is_final=True))
    world.sync(phone)
    world.sync(laptop)
    vault = world.server.storage._vaults[phone.desk.vault]
    assert [past for past in vault.history if past.row.record == record] == []
    (draft,) = laptop.pages()
    assert (draft.place, draft.value["body"]) == ("device_only", "One and unsent words.")
    assert phone.pages() == []


@pytest.mark.parametrize("is_final", [True, False])
def test_a_removal_leaves_no_history_behind(world: World, *, is_final: bool) -> None:
    """Every removal names its record in the commit's `erase`, whatever it says about merging."""
    phone, laptop, _ = world.devices
    record = phone.write("One.")
    world.sync(phone)
    phone.write("Two.", record)
    world.sync(phone)
    phone.do(remove(record, is_final=is_final))
    world.sync(phone)
    vault = world.server.storage._vaults[phone.desk.vault]
    assert [past for past in vault.history if past.row.record == record] == []
    world.sync(laptop)
    assert laptop.pages() == []


def test_a_removal_against_an_edit_keeps_the_page(world: World) -> None:
    """A plain removal does not win over words that were written elsewhere meanwhile."""
    phone, laptop, _ = world.devices
    record = phone.write("One.")
    world.sync(phone)
    world.sync(laptop)
    laptop.write("One more.", record)
    phone.do(remove(record, is_final=False))
    for device in (phone, laptop, phone):
        world.sync(device)
    assert phone.body(record) == laptop.body(record) == "One more."


def test_what_cannot_be_read_is_left_alone(world: World) -> None:
    """It is read-only here, an edit over it waits, and when a readable state follows both are merged."""
    phone, laptop, _ = world.devices
    record = phone.write("One.\n\nTwo.")
    world.sync(phone)
    world.sync(laptop)
    commit_bytes(world, phone, Revision(record, 2, b"\x02 what nobody reads yet"))
    laptop.write("One.\n\nTwo, waiting.", record)
    assert world.sync(laptop).waiting == frozenset({record})
    assert laptop.page(record).place == "newer"
    with pytest.raises(SetAside):
        laptop.write("Not this way.", record)
    value = {**phone.page(record).value, "body": "One, known again.\n\nTwo."}
    keys = phone.desk.keys[1]
    sealed = seal_revision(keys, record, 3, value, phone.chance)
    commit_bytes(world, phone, Revision(record, 3, sealed))
    world.sync(laptop)
    assert laptop.body(record) == "One, known again.\n\nTwo, waiting."
    assert laptop.page(record).place == "on_server"


@pytest.mark.parametrize(
    ("sealed", "why"),
    [
        (b"\x02 of a later version", "newer"),
        (b"\x01" + bytes(600), "unreadable"),
        (b"", "unreadable"),
    ],
)
def test_one_bad_record_blocks_nothing(world: World, sealed: bytes, why: str) -> None:
    """A record that a key holder tagged but that does not open is set aside, and why; everything else comes."""
    phone, laptop, _ = world.devices
    good = phone.write("Good.")
    world.sync(phone)
    commit_bytes(world, phone, Revision(bytes(16), 1, sealed))
    world.sync(laptop)
    assert laptop.do(load_aside()) == {bytes(16): why}
    assert laptop.body(good) == "Good."
    assert world.sync(laptop, None).sequence == 2


def test_a_backup_names_what_cannot_be_read_and_has_its_older_state(world: World) -> None:
    """What was set aside is in a backup as it was last read here, or not at all, and never left out unsaid."""
    phone, laptop, _ = world.devices
    older = phone.write("Older words.")
    world.sync(phone)
    world.sync(laptop)
    commit_bytes(world, phone, Revision(older, 2, b"\x02 of a later version"))
    commit_bytes(world, phone, Revision(bytes(16), 1, b"\x01" + bytes(600)))
    world.sync(laptop)
    inside = laptop.do(contents(laptop.desk, Now(NOON, "")))
    assert inside.records.keys() == {older}
    assert inside.records[older]["body"] == "Older words."
    assert inside.left_out == {older: Unopened(2, "newer"), bytes(16): Unopened(1, "unreadable")}


def test_a_row_that_does_not_open_any_more_does_not_keep_the_others_from_a_backup(
    world: World,
) -> None:
    """A damaged draft is named beside its verified state; a damaged base is named, the rest is there."""
    phone = world.devices[0]
    edited, lost, fine = (phone.write(words) for words in ("Verified.", "Lost.", "Fine."))
    world.sync(phone)
    phone.write("A draft.", edited)
    drafts = phone.disk.tables["outbox"]
    drafts[edited] = drafts[edited][:-1] + b"\0"
    bases = phone.disk.tables["bases"]
    bases[lost] = bases[lost][:-1] + b"\0"
    drafts[bytes(16)] = b"\x01" + bytes(60)
    inside = phone.do(contents(phone.desk, Now(NOON, "")))
    said = {record: value["body"] for record, value in inside.records.items()}
    assert said == {edited: "Verified.", fine: "Fine."}
    assert inside.left_out == {
        edited: Unopened(1, "unreadable"),
        lost: Unopened(1, "unreadable"),
        bytes(16): Unopened(0, "unreadable"),
    }


def test_a_long_chain_is_pulled_in_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digests of several pages are one chain, also where a page brings nothing else."""
    monkeypatch.setattr(vaults, "MAX_PAGE_COMMITS", 2)
    phone, laptop, _ = world.devices
    record = phone.write("0")
    for number in range(1, 6):
        world.sync(phone)
        phone.write(str(number), record)
    assert world.sync(laptop).sequence == 5
    assert laptop.body(record) == "4"


def test_a_record_that_could_not_be_written_again_is_set_aside(world: World) -> None:
    """Two keys that are one in NFC: it opens, but this device never writes it."""
    phone, laptop, _ = world.devices
    keys, decomposed = phone.desk.keys[1], "e\u0301"
    plain = b"\x01" + json.dumps({"\u00e9": 1, decomposed: 2}, ensure_ascii=False).encode()
    aad = _revision_aad(keys, bytes(16), 1)
    sealed = seal_envelope(keys.seal, plain.ljust(512, b"\x00"), aad, phone.chance)
    commit_bytes(world, phone, Revision(bytes(16), 1, sealed))
    world.sync(laptop)
    assert laptop.do(load_aside()) == {bytes(16): "unreadable"}


def test_what_does_not_open_again_is_not_committed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device opens what it sealed before it commits it; what does not open stays here, the rest goes on."""
    phone, laptop, _ = world.devices
    bad, good = phone.write("Bad."), phone.write("Good.")

    def broken(keys: Any, record: bytes, *rest: Any) -> bytes:
        sealed = seal_revision(keys, record, *rest)
        return sealed[:-1] + bytes([sealed[-1] ^ 1]) if record == bad else sealed

    monkeypatch.setattr(committing, "seal_revision", broken)
    assert world.sync(phone).device_only == {bad}
    world.sync(laptop)
    assert [page.record for page in laptop.pages()] == [good]

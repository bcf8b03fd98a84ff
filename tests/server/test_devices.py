"""The list of devices, removing one and admitting one, through the public door (docs/protocol.md, Keyring, Login)."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.api.front import Front
from goldseam.protocol.accounts import TYPE_RECOVERY, AdmittedDevice, KeyringWrite
from goldseam.protocol.devices import Device
from goldseam.protocol.limits import MAX_DEVICES, RENEWAL_DAYS
from goldseam.storage.contract import DeviceRow, SessionRow, SpentChallenge, Storage
from tests.server.callers import Caller, another_device, code_of, public
from tests.server.conftest import Clock
from tests.server.streams import ended, listening

DAY = 86_400


@pytest.fixture
async def laptop(anna: Caller) -> Caller:
    """Give a second device of hers, signed in."""
    other = another_device(anna)
    assert (await other.sign_in()).status_code == 200
    return other


def admitted(caller: Caller) -> AdmittedDevice:
    """What the device that admits it says of this one."""
    return AdmittedDevice(caller.device, public(caller.device_key))


async def test_devices_are_listed_with_their_days(anna: Caller, clock: Clock) -> None:
    """Every device that signed in is there, with the day of its first sign-in and that of its last proof."""
    clock.now += DAY
    laptop = another_device(anna)
    await laptop.sign_in()
    clock.now += DAY
    await laptop.renew()
    assert await laptop.devices() == [
        Device(anna.device, "2026-11-18", "2026-11-18", False),
        Device(laptop.device, "2026-11-19", "2026-11-20", False),
    ]


async def test_nobody_lists_the_devices_of_others(anna: Caller, ben: Caller) -> None:
    """A session gives the devices of its own account."""
    assert [device.device for device in await anna.devices()] == [anna.device]
    assert [device.device for device in await ben.devices()] == [ben.device]


async def test_a_removed_device_is_out(anna: Caller, laptop: Caller) -> None:
    """Its session ends with the keyring that removes it, and it is told so whatever it tries; the others go on."""
    body = KeyringWrite(anna.next_keyring(), revoke=[laptop.device])
    assert (await anna.put_keyring(body)).status_code == 200
    assert code_of(await laptop.get("/v1/keyrings")) == "session_stale"
    assert code_of(await laptop.commit(0)) == "session_stale"
    laptop.keyrings = list(anna.keyrings)
    answers = [
        await laptop.renew(),
        await laptop.sign_in(),
        await laptop.sign_in(login_type=2),
        await laptop.put_keyring(KeyringWrite(laptop.next_keyring())),
        await laptop.put_epoch(laptop.new_keys()),
        await laptop.export(),
        await laptop.close(),
    ]
    assert [code_of(answer) for answer in answers] == ["revoked"] * 7
    assert [(d.device, d.revoked) for d in await anna.devices()] == [
        (anna.device, False),
        (laptop.device, True),
    ]
    assert (await anna.commit(0)).status_code == 200


async def test_removing_ends_the_stream(front: Front, anna: Caller, laptop: Caller) -> None:
    """A removed device is told of the keyring that removes it, and hears nothing more; the other's stream goes on."""
    async with listening(front, laptop) as removed, listening(front, anna) as kept:
        await removed.events()
        await kept.events()
        await anna.put_keyring(KeyringWrite(anna.next_keyring(), revoke=[laptop.device]))
        assert await removed.events() == [("keyring", {"version": 2})]
        await ended(removed)
        assert await kept.events() == [("keyring", {"version": 2})]


async def test_a_stream_that_begins_while_its_session_ends_ends(
    front: Front, anna: Caller, laptop: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that is removed between its token's check and its stream has no stream."""
    read = store.session
    asked = 0

    async def remove_between(token_hash: bytes) -> SessionRow | None:
        nonlocal asked
        asked += 1
        if asked == 2:
            monkeypatch.undo()
            body = KeyringWrite(anna.next_keyring(), revoke=[laptop.device])
            assert (await anna.put_keyring(body)).status_code == 200
        return await read(token_hash)

    monkeypatch.setattr(store, "session", remove_between)
    async with listening(front, laptop) as stream:
        await ended(stream)


async def test_a_repeated_removal_answers_as_the_first_time(anna: Caller, laptop: Caller) -> None:
    """A removal whose answer was lost is sent again."""
    body = KeyringWrite(anna.next_keyring(), revoke=[laptop.device])
    answers = [await anna.put_keyring(body) for _ in range(2)]
    assert [msgspec.msgpack.decode(answer.content) for answer in answers] == [{"version": 2}] * 2


@pytest.mark.parametrize("whose", ["a stranger's", "its own"])
async def test_only_another_device_of_the_account_is_removed(
    anna: Caller, ben: Caller, whose: str
) -> None:
    """A device of another account, and the one that writes, are refused; the version is not written."""
    device = ben.device if whose == "a stranger's" else anna.device
    body = KeyringWrite(anna.next_keyring(), revoke=[device])
    assert code_of(await anna.put_keyring(body)) == "bad_request"
    assert (await anna.get("/v1/keyrings")).status_code == 200
    assert (await ben.get("/v1/keyrings")).status_code == 200
    assert (await anna.put_keyring(KeyringWrite(anna.next_keyring()))).status_code == 200


async def test_an_admitted_device_gets_its_session_by_renewing(anna: Caller) -> None:
    """A device that another one admits needs no passphrase: its key is enough."""
    phone = another_device(anna)
    assert code_of(await phone.renew()) == "login_refused"
    body = KeyringWrite(anna.next_keyring(), admit=admitted(phone))
    assert (await anna.put_keyring(body)).status_code == 200
    assert (await phone.renew()).status_code == 200
    assert [device.device for device in await phone.devices()] == [anna.device, phone.device]


async def test_an_admitted_device_that_never_came_has_to_sign_in(
    anna: Caller, clock: Clock
) -> None:
    """An admission lasts as long as a sign-in does."""
    phone = another_device(anna)
    await anna.put_keyring(KeyringWrite(anna.next_keyring(), admit=admitted(phone)))
    clock.now += RENEWAL_DAYS * DAY + 1
    assert code_of(await phone.renew()) == "sign_in_again"


async def test_a_device_is_admitted_under_one_key(anna: Caller, laptop: Caller) -> None:
    """The same device again does no harm; under another key it is refused, and nothing changes."""
    same = KeyringWrite(anna.next_keyring(), admit=admitted(laptop))
    assert (await anna.put_keyring(same)).status_code == 200
    key = public(Ed25519PrivateKey.generate())
    other = KeyringWrite(anna.next_keyring(), admit=AdmittedDevice(laptop.device, key))
    assert code_of(await anna.put_keyring(other)) == "bad_request"
    assert (await laptop.renew()).status_code == 200
    assert len(await anna.devices()) == 2


async def test_a_removed_device_is_not_admitted_again(anna: Caller, laptop: Caller) -> None:
    """Whoever was removed comes back as a new device, not as the old one; not in the same version either."""
    both = KeyringWrite(anna.next_keyring(), revoke=[laptop.device], admit=admitted(laptop))
    assert code_of(await anna.put_keyring(both)) == "bad_request"
    assert (await laptop.get("/v1/keyrings")).status_code == 200
    await anna.put_keyring(KeyringWrite(anna.next_keyring(), revoke=[laptop.device]))
    again = KeyringWrite(anna.next_keyring(), admit=admitted(laptop))
    assert code_of(await anna.put_keyring(again)) == "bad_request"
    assert code_of(await laptop.renew()) == "revoked"


async def test_the_number_of_devices_is_bounded_and_removing_makes_room(anna: Caller) -> None:
    """One device too many is refused, admitted or signed in; one that was removed does not count."""
    others = [another_device(anna) for _ in range(MAX_DEVICES - 1)]
    for other in others:
        assert (await other.sign_in()).status_code == 200
    one_more = another_device(anna)
    admit = KeyringWrite(anna.next_keyring(), admit=admitted(one_more))
    assert code_of(await anna.put_keyring(admit)) == "quota"
    assert code_of(await one_more.sign_in()) == "quota"
    instead = KeyringWrite(anna.next_keyring(), revoke=[others[0].device], admit=admitted(one_more))
    assert (await anna.put_keyring(instead)).status_code == 200
    assert (await one_more.renew()).status_code == 200


async def test_a_full_account_keeps_nobody_out_who_has_the_recovery_words(anna: Caller) -> None:
    """Somebody who knows the passphrase can fill the devices of an account, and must not shut the person out so."""
    for _ in range(MAX_DEVICES - 1):
        assert (await another_device(anna).sign_in()).status_code == 200
    assert code_of(await another_device(anna).sign_in()) == "quota"
    assert (await another_device(anna).sign_in(TYPE_RECOVERY)).status_code == 200


async def test_a_renewal_that_meets_its_removal_opens_no_session(
    anna: Caller, laptop: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renewal that began before its device was removed ends as one that begins after."""
    renew = store.renew_session

    async def remove_first(spent: SpentChallenge, device: DeviceRow, session: SessionRow) -> None:
        monkeypatch.undo()
        body = KeyringWrite(anna.next_keyring(), revoke=[laptop.device])
        assert (await anna.put_keyring(body)).status_code == 200
        await renew(spent, device, session)

    monkeypatch.setattr(store, "renew_session", remove_first)
    assert code_of(await laptop.renew()) == "revoked"


async def test_nothing_of_a_refused_version_is_done(anna: Caller, laptop: Caller) -> None:
    """A version that is not the next one removes and admits nobody."""
    phone = another_device(anna)
    skipped = msgspec.structs.replace(anna.next_keyring(), version=7)
    body = KeyringWrite(anna.sign_keyring(skipped), revoke=[laptop.device], admit=admitted(phone))
    assert code_of(await anna.put_keyring(body)) == "keyring_behind"
    assert (await laptop.get("/v1/keyrings")).status_code == 200
    assert [device.revoked for device in await anna.devices()] == [False, False]

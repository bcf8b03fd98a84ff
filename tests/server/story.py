"""What happens in a simulated world, as the people at the devices know it, and what must be there in the end."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from goldseam.client import committing
from goldseam.client.calls import Silence
from goldseam.client.changing import Replaced
from goldseam.client.effects import Procedure
from goldseam.client.pages import KeptPage, Now, Words, keep, remove
from goldseam.client.rejoining import look, rejoin
from goldseam.client.renewing import StillWaiting
from goldseam.errors import (
    Alarm,
    Behind,
    ChallengeRefused,
    KeyringBehind,
    LoginRefused,
    Revoked,
    SignInAgain,
    Unavailable,
)
from goldseam.storage import pages
from goldseam.storage.memory import vaults
from tests.server.edits import CARD, EDITS, TEXTS, begun
from tests.server.keyholders import (
    PASSPHRASES,
    changing_passphrase,
    making_new_keys,
    removing,
)
from tests.server.newcomers import join, verify
from tests.server.simulated import Device, Fate, World

TOKEN: Final = re.compile(r"w\d+")
MOST_DEVICES: Final = 5
KINDS: Final = tuple(TEXTS)
OF_KEYHOLDERS: Final = (
    *(Revoked, Replaced, StillWaiting),
    *(Behind, KeyringBehind, LoginRefused, ChallengeRefused),
)
"""How what a person does with ways in and keys may end beside, each with its own words."""
SIZES: Final = (
    (committing, "MAX_COMMIT_REVISIONS"),
    (vaults, "MAX_PAGE_COMMITS"),
    (pages, "MAX_PAGE_REVISIONS"),
)
"""How many fit into a commit and into a page, where it is looked up."""


@dataclass
class Story:
    """What happened. `newest` is what whoever wrote last in a record made of it, None where it was removed."""

    world: World
    words: int = 0
    typed: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    erased: dict[bytes, int] = field(default_factory=dict)
    writers: dict[bytes, set[int]] = field(default_factory=dict)
    newest: dict[bytes, Any] = field(default_factory=dict)
    has_rejoined: bool = False
    is_restored: bool = False
    removed: set[int] = field(default_factory=set)

    def tell(self, steps: list[tuple[Any, ...]]) -> None:
        """Let everything happen."""
        for name, *rest in steps:
            getattr(self, name)(*rest)

    # what the network, the machines and the operator do

    def step(self, number: int, fate: Fate) -> None:
        self.world.step(self._device(number), fate)

    def sync(self, number: int) -> None:
        self.world.finish(self._device(number))

    def die(self, number: int, is_sent: bool) -> None:
        self.world.die(self._device(number), is_sent=is_sent)

    def die_at(self, number: int, moment: Any) -> None:
        self._device(number).effects_left = moment

    def arrive(self, index: int) -> None:
        self.world.arrive(index)

    def repeat(self, index: int) -> None:
        self.world.repeat(index)

    def wait(self, seconds: int) -> None:
        self.world.server.now += seconds

    def sizes(self, most: int) -> None:
        """From now on a commit and a page hold no more than so many."""
        for module, name in SIZES:
            setattr(module, name, most)

    def restart_server(self) -> None:
        self.world.restart_server()

    def thin(self) -> None:
        self.world.thin()

    def save(self) -> None:
        self.world.save()

    def restore(self, age: int = 0) -> None:
        self.world.restore(age)
        self.is_restored = True

    def clone(self, number: int) -> None:
        """The disk of a device is copied, and from then on both are used: what waits there is written on both."""
        if len(self.world.devices) == MOST_DEVICES:
            return
        device = self._device(number)
        number, other = self.world.devices.index(device), len(self.world.devices)
        self.world.devices.append(device.clone(f"copy {other}"))
        for record in device.waiting():
            self.writers.setdefault(record, {number}).add(other)

    def join(self, fates: tuple[Fate, ...], witness: int) -> None:
        """A new device signs in; somebody reads out the checkpoint of another one that stands in no alarm."""
        checkpoint = self._device(witness).head()
        if len(self.world.devices) < MOST_DEVICES and (newcomer := join(self.world, fates)):
            verify(self.world, newcomer, checkpoint)

    # what people do

    def begin_page(self, number: int) -> None:
        """Write a new page of one word."""
        self._keep(number, None, Words(body=self._word(" ")))

    def begin_other(self, number: int, kind: int) -> None:
        """Write a new record of any kind; the card is one and the same everywhere."""
        name, device = KINDS[kind % len(KINDS)], self._device(number)
        self.world.give_up(device)
        is_card = name == "safety_card"
        if is_card and any(page.record == CARD for page in device.pages()):
            return
        if is_card and CARD in self.newest and self.newest[CARD] is None:
            return  # Removed, and nobody makes it anew: that is not told apart from an edit elsewhere.
        self._put(number, CARD if is_card else None, None, begun(name, self._word(""), self.words))

    def alter(self, number: int, index: int, edit: int) -> None:
        """Change a record of any kind in another way than by typing into its text."""
        page = self._page(number, index, KINDS)
        if page is None:
            return
        value = EDITS[edit % len(EDITS)](dict(page.value), self._word(""))
        self._put(number, page.record, page.value, value | {"updated_at": self.words})

    def type(self, number: int, index: int, place: int) -> None:
        """Put a new word somewhere into a page: its text, now and then its title or tags."""
        page = self._page(number, index)
        if page is None:
            self.begin_page(number)
            return
        pieces = str(page.value["body"]).split(" ")
        if place % 7 == 0:
            self._keep(number, page, Words(title=f"{page.value['title']} {self._word('')}"))
        elif place % 7 == 1:
            tags = page.value["tags"]
            assert isinstance(tags, list)
            self._keep(number, page, Words(tags=(*map(str, tags), self._word(""))))
        else:
            pieces.insert(place % (len(pieces) + 1), self._word("\n\n" if place % 3 else ""))
            self._keep(number, page, Words(body=" ".join(pieces)))

    def strike(self, number: int, index: int, place: int) -> None:
        """Take a word out of a page."""
        page = self._page(number, index)
        if page is None:
            return
        pieces = str(page.value["body"]).split(" ")
        self.struck |= words_in(pieces.pop(place % len(pieces)))
        self._keep(number, page, Words(body=" ".join(pieces)))

    def remove(self, number: int, index: int, is_final: bool) -> None:
        """Remove a page, for good or so that edits elsewhere win."""
        page = self._page(number, index, KINDS)
        if page is None:
            return
        self.struck |= words_in(page.value)
        if is_final:
            self.erased[page.record] = number % len(self.world.devices)
        self._wrote(number, page.record, None)
        self._device(number).do(remove(page.record, is_final=is_final))

    def rejoin(self, number: int) -> None:
        """Whoever stands in an alarm looks, and begins to go along; whether that ends well the next steps tell."""
        device = self._device(number)
        self.world.give_up(device)
        if device.alarm() is not None:
            self.world.finish(device)  # A session that is over is renewed.
            if self.world.is_removed(device):
                return
            at = self.world.run(device, look(device.desk)).at
            device.begin(rejoin(device.desk, at, Now(self.words, "UTC")))
            self.has_rejoined = True

    def change_passphrase(self, number: int, choice: int, fates: tuple[Fate, ...]) -> None:
        """Begin to change the passphrase: the first requests meet these fates, the next steps tell the others'."""
        device = self._device(number)
        self.world.give_up(device)
        self._begin(device, changing_passphrase(device, _passphrase(choice)), fates)

    def new_keys(
        self, number: int, choice: int, other: int | None, fates: tuple[Fate, ...]
    ) -> None:
        """Begin to make new keys, and with them to remove another device, or none."""
        device = self._device(number)
        self.world.give_up(device)
        gone = [] if other is None else self._removable(device, other)
        self._begin(device, making_new_keys(device, _passphrase(choice), gone), fates)

    def remove_device(self, number: int, other: int, fates: tuple[Fate, ...]) -> None:
        """Begin to remove another device."""
        device = self._device(number)
        self.world.give_up(device)
        if gone := self._removable(device, other):
            self._begin(device, removing(device, gone), fates)

    def _begin(self, device: Device, procedure: Procedure[Any], fates: tuple[Fate, ...]) -> None:
        device.begin(procedure)
        for fate in fates:
            if device.running is not None:
                self.world.step(device, fate)

    def _removable(self, device: Device, other: int) -> list[bytes]:
        """Another device, unless too few would be left to tell a story."""
        ids = {d.desk.enrolled.device for d in self.world.devices}
        others = sorted(ids - {device.desk.enrolled.device})
        return [others[other % len(others)]] if len(others) > 1 else []

    def _device(self, number: int) -> Device:
        devices = self.world.devices
        return devices[number % len(devices)]

    def _page(
        self, number: int, index: int, kinds: tuple[str, ...] = ("entry",)
    ) -> KeptPage | None:
        device = self._device(number)
        self.world.give_up(device)
        kept = [page for page in device.pages() if page.value["kind"] in kinds]
        return kept[index % len(kept)] if kept else None

    def _keep(self, number: int, page: KeptPage | None, words: Words) -> None:
        device = self._device(number)
        self.world.give_up(device)
        record = page.record if page else None
        written = device.do(keep(device.desk, record, words, Now(self.words, "UTC")))
        self._typed(number, written, device.page(written).value)

    def _put(self, number: int, record: bytes | None, before: Any, value: Any) -> None:
        device = self._device(number)
        written = device.chance(16) if record is None else record
        device.put(written, value)
        self.struck |= words_in(before) - words_in(value)
        self._typed(number, written, value)

    def _typed(self, number: int, record: bytes, value: Any) -> None:
        """Words are on a device from the moment on that they were kept there."""
        number = number % len(self.world.devices)
        for word in words_in(value) - self.typed.keys():
            self.typed[word] = number, record
        self._wrote(number, record, value)

    def _wrote(self, number: int, record: bytes, value: Any) -> None:
        self.writers.setdefault(record, set()).add(number % len(self.world.devices))
        self.newest[record] = value

    def _word(self, end: str) -> str:
        self.words += 1
        return f"w{self.words}{end}"

    # how it has to end

    def check_end(self) -> None:
        """The same state everywhere with every word, or an alarm that keeps what was typed there."""
        devices = self.world.devices
        self.removed = {n for n, device in enumerate(devices) if self.world.is_removed(device)}
        there = [device for n, device in enumerate(devices) if n not in self.removed]
        calm = [device for device in there if device.alarm() is None]
        for number, device in enumerate(devices):
            self.check_errors(device)
            if device not in calm:
                own = {word for word, (where, _) in self.typed.items() if where == number}
                assert own & self.required() <= words_on(device)
        for device in calm:
            assert shared(device) == shared(calm[0]), "two devices differ"
            assert verify(self.world, device, device.head()), "an honest head does not verify"
        if len(calm) == len(there):
            self.check_words(there)

    def check_rejoined(self) -> None:
        """After a restore every alarm has a way out, in which no word is lost and nothing removed returns."""
        devices = [d for n, d in enumerate(self.world.devices) if n not in self.removed]
        assert [device.alarm() for device in devices] == [None] * len(devices)
        pages = [shared(device) for device in devices]
        assert pages[1:] == pages[:-1], "two devices differ"
        missing = self.required() - words_in([*pages[0].values()])
        assert not missing, "words are missing after rejoining"
        assert not self._erased_there() & pages[0].keys(), "a page removed for good is back"

    def check_errors(self, device: Device) -> None:
        """Nothing went wrong in a way that nobody foresaw."""
        allowed = (Silence, Unavailable, Alarm, SignInAgain, *OF_KEYHOLDERS)
        assert [e for e in device.ended if e is not None and not isinstance(e, allowed)] == []

    def check_words(self, there: list[Device]) -> None:
        """Every word that nobody took out is there, and where one device alone wrote, exactly what it wrote."""
        pages = shared(there[0])
        assert not self.required() - words_in([*pages.values()]), "words are missing"
        assert not self._erased_there() & pages.keys(), "a page removed for good is back"
        # Whoever rejoins sends what another one wrote too, and may have no base for it: then more than one wrote.
        alone = {} if self.has_rejoined else self.writers
        for record, writers in alone.items():
            if len(writers - self.removed) == len(writers) == 1 and self._was_sent(record):
                assert pages.get(record) == self.newest[record], "a page is not as it was written"

    def _was_sent(self, record: bytes) -> bool:
        kept = [page for device in self.world.devices for page in device.pages()]
        return not any(page.record == record and page.place == "device_only" for page in kept)

    def required(self) -> set[str]:
        """The words that nobody struck, and that were not on a page removed for good.

        A removal that is heeded in an alarm counts as made there, over words that who removed may not have seen.
        """
        gone = set(self.erased).union(*(device.heeded for device in self.world.devices))
        kept = {word for word, (_, record) in self.typed.items() if record not in gone}
        return kept - self.struck - self._unsent()

    def _unsent(self) -> set[str]:
        """What removed devices did not send stays on them, and what a server that went back forgot."""
        devices = [self.world.devices[number] for number in self.removed]
        shown = [page for device in devices for page in device.pages()]
        left = [p.value for p in shown if self.is_restored or p.place != "on_server"]
        own = {word for word, (number, _) in self.typed.items() if number in self.removed}
        return words_in(left) & own

    def _erased_there(self) -> set[bytes]:
        """The pages that a device removed for good that could say so."""
        return {record for record, number in self.erased.items() if number not in self.removed}


def _passphrase(choice: int) -> str:
    return PASSPHRASES[choice % len(PASSPHRASES)]


def words_in(value: Any) -> set[str]:
    """All words of a story in a text or a record."""
    return set(TOKEN.findall(json.dumps(value)))


def words_on(device: Device) -> set[str]:
    """All words of a story that a device shows."""
    return words_in([page.value for page in device.pages()])


def shared(device: Device) -> dict[bytes, Any]:
    """The pages that a device has in common with the others; none may still wait."""
    kept = [page for page in device.pages() if page.place != "device_only"]
    assert {page.place for page in kept} <= {"on_server"}
    return {page.record: page.value for page in kept}

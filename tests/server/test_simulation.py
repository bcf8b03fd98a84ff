"""Three devices in any order, with any loss, delay and repetition, and a server that goes back to an older copy.

They end in the same state with every word that was kept, or in an alarm that keeps every word. Every run follows from
its seed; one that fails is told by its seed and the few steps that it takes: `ends_well` plays them again.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pytest

from goldseam.client import entering
from goldseam.client.calls import Silence
from goldseam.client.pages import KeptPage, Now, Words, keep, remove
from goldseam.errors import Alarm, Unavailable
from tests.server.simulated import DEVICES, Device, World, a_world, stretched_once

TOKEN: Final = re.compile(r"w\d+")
RUNS: Final = 120
STEPS: Final = 80
STALE_SECONDS: Final = 1000

FATES: Final = {"answered": 8, "lost": 2, "answer_lost": 3, "twice": 1, "late": 3, "busy": 1}
EVERYDAY: Final = {
    "step": 30,
    "sync": 6,
    "type": 24,
    "begin_page": 2,
    "strike": 6,
    "remove": 2,
    "die": 3,
    "die_at": 4,
    "arrive": 5,
    "repeat": 2,
    "wait": 1,
}
WITH_RESTORES: Final = EVERYDAY | {"save": 2, "restore": 1}

Step: TypeAlias = tuple[Any, ...]


def steps_of(seed: int, weights: dict[str, int]) -> list[Step]:
    """What happens in the run of a seed. Two devices write more than the third, on few pages, so that they meet."""
    chance = random.Random(seed)
    names = chance.choices([*weights], [*weights.values()], k=STEPS)
    return [(name, *_details(name, chance)) for name in names]


def _details(name: str, chance: random.Random) -> Step:
    device, place = chance.choice([0, 0, 0, 1, 1, 2]), chance.randrange(30)
    index = chance.choice([0, 0, 0, 1, 2])
    details: dict[str, Step] = {
        "step": (device, chance.choices([*FATES], [*FATES.values()])[0]),
        "sync": (device,),
        "type": (device, index, place),
        "begin_page": (device,),
        "strike": (device, index, place),
        "remove": (device, index, chance.random() < 0.5),
        "die": (device, chance.random() < 0.5),
        "die_at": (device, (chance.randrange(25), chance.choice(["before", "after"]))),
        "arrive": (place,),
        "repeat": (place,),
        "wait": (STALE_SECONDS,),
    }
    return details.get(name, ())


@dataclass
class Story:
    """What happened, as the people at the devices know it."""

    world: World
    words: int = 0
    typed: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)
    writers: dict[bytes, set[int]] = field(default_factory=dict)
    newest: dict[bytes, Any] = field(default_factory=dict)

    def tell(self, steps: list[tuple[Any, ...]]) -> None:
        """Let everything happen."""
        for name, *rest in steps:
            getattr(self, name)(*rest)

    def asked_for(self, device: Device) -> str:
        """The path of the request that a device waits for, or nothing."""
        return device.asks.path if device.asks else ""

    # what the network, the machines and the operator do

    def step(self, number: int, fate: Any) -> None:
        self.world.step(self.world.devices[number], fate)

    def sync(self, number: int) -> None:
        self.world.finish(self.world.devices[number])

    def die(self, number: int, is_sent: bool) -> None:
        self.world.die(self.world.devices[number], is_sent=is_sent)

    def die_at(self, number: int, moment: Any) -> None:
        self.world.devices[number].effects_left = moment

    def arrive(self, index: int) -> None:
        self.world.arrive(index)

    def repeat(self, index: int) -> None:
        self.world.repeat(index)

    def wait(self, seconds: int) -> None:
        self.world.server.now += seconds

    def save(self) -> None:
        self.world.save()

    def restore(self) -> None:
        self.world.restore()

    # what people do

    def begin_page(self, number: int) -> None:
        """Write a new page of one word."""
        self._keep(number, None, Words(body=self._word(" ")))

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
        page = self._page(number, index)
        if page is None:
            return
        self.struck |= words_in(page.value)
        if is_final:
            self.erased.add(page.record)
        self._wrote(number, page.record, None)
        self.world.devices[number].do(remove(page.record, is_final=is_final))

    def _page(self, number: int, index: int) -> KeptPage | None:
        device = self.world.devices[number]
        self.world.give_up(device)
        kept = device.pages()
        return kept[index % len(kept)] if kept else None

    def _keep(self, number: int, page: KeptPage | None, words: Words) -> None:
        device = self.world.devices[number]
        self.world.give_up(device)
        record = page.record if page else None
        written = device.do(keep(device.desk, record, words, Now(self.words, "UTC")))
        kept = next(page for page in device.pages() if page.record == written)
        for word in words_in(kept.value) - self.typed.keys():
            self.typed[word] = number, written
        self._wrote(number, written, kept.value)

    def _wrote(self, number: int, record: bytes, value: Any) -> None:
        self.writers.setdefault(record, set()).add(number)
        self.newest[record] = value

    def _word(self, end: str) -> str:
        self.words += 1
        return f"w{self.words}{end}"

    # how it has to end

    def check_end(self) -> None:
        """The same state everywhere with every word, or an alarm that keeps what was typed there."""
        calm = [device for device in self.world.devices if device.alarm() is None]
        for number, device in enumerate(self.world.devices):
            self.check_errors(device)
            if device not in calm:
                own = {word for word, (where, _) in self.typed.items() if where == number}
                assert own & self.required() <= words_on(device)
        for device in calm:
            assert shared(device) == shared(calm[0]), "two devices differ"
        if len(calm) == DEVICES:
            self.check_words()

    def check_rejoined(self) -> None:
        """After a restore every alarm has a way out, in which no word is lost and nothing removed returns."""
        assert [device.alarm() for device in self.world.devices] == [None] * DEVICES
        pages = [shared(device) for device in self.world.devices]
        assert pages[1:] == pages[:-1], "two devices differ"
        there = set().union(*(words_on(device) for device in self.world.devices))
        assert self.required() - there == set(), "words are missing after rejoining"
        assert not self.erased & pages[0].keys(), "a page that was removed for good is back"

    def check_errors(self, device: Device) -> None:
        """Nothing went wrong in a way that nobody foresaw."""
        allowed = (Silence, Unavailable, Alarm)
        assert [e for e in device.ended if e is not None and not isinstance(e, allowed)] == []

    def check_words(self) -> None:
        """Every word that nobody took out is there, and where one device alone wrote, exactly what it wrote."""
        there = set().union(*(words_on(device) for device in self.world.devices))
        assert self.required() - there == set(), "words are missing"
        pages = shared(self.world.devices[0])
        for record, writers in self.writers.items():
            if len(writers) == 1 and self._was_sent(record):
                assert pages.get(record) == self.newest[record], "a page is not as it was written"

    def _was_sent(self, record: bytes) -> bool:
        kept = [page for device in self.world.devices for page in device.pages()]
        return not any(page.record == record and page.place == "device_only" for page in kept)

    def required(self) -> set[str]:
        """The words that nobody struck, and that were not on a page removed for good."""
        kept = {word for word, (_, record) in self.typed.items() if record not in self.erased}
        return kept - self.struck


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


@pytest.fixture(scope="module", autouse=True)
def quick_argon() -> Iterator[None]:
    """Answer the same question to Argon2id from memory: every restart unlocks with the same passphrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        yield


def ends_well(steps: list[Step], *, is_restored: bool) -> None:
    """Let a run happen, bring it to its end, and check that."""
    story = Story(a_world())
    story.tell(steps)
    story.world.settle()
    if not is_restored:
        assert [device.alarm() for device in story.world.devices] == [None] * DEVICES
    story.check_end()
    if is_restored:
        story.world.rejoin_all()
        story.check_rejoined()


def smallest(steps: list[Step], *, is_restored: bool) -> list[Step]:
    """Steps of a run that fails, without those that it fails without."""
    for index in reversed(range(len(steps))):
        fewer = steps[:index] + steps[index + 1 :]
        try:
            ends_well(fewer, is_restored=is_restored)
        except AssertionError:
            steps = fewer
    return steps


def run_all(weights: dict[str, int], *, is_restored: bool) -> None:
    """Run every seed; the first that fails is told with the few steps that it takes."""
    for seed in range(RUNS):
        steps = steps_of(seed, weights)
        try:
            ends_well(steps, is_restored=is_restored)
        except AssertionError as error:
            few = smallest(steps, is_restored=is_restored)
            raise AssertionError(f"seed {seed}: {error}\n" + "\n".join(map(str, few))) from error


def test_devices_agree_whatever_the_network_and_crashes_do() -> None:
    """Without a restore there is never an alarm: all devices end alike, and no word is missing."""
    run_all(EVERYDAY, is_restored=False)


def test_a_server_brought_back_from_a_copy_loses_nothing_silently() -> None:
    """After an honest restore: the same state with every word, or an alarm on a device that keeps all of its own."""
    run_all(WITH_RESTORES, is_restored=True)

"""What stands before every attack: two accounts, the devices of one of them, and a server that has seen it all.

Anna has a writer and a tablet, which are honest and in step, and two victims, one of each client. The victims have
read `Bread` and `Swim`, have seen `Gone` removed, and each keeps `Unsent`, which no server has. Then the writer changed
`Bread` and the tablet wrote `News`: the victims are two commits behind. Bea is another person on the same server.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from goldseam.client.committing import synchronise
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, sign_in, sign_up, unlock
from goldseam.client.held import load_state
from goldseam.client.pages import Now, Words, keep, pages, remove
from goldseam.client.session import call
from goldseam.client.store import open_store
from goldseam.client.transport import Transport
from goldseam.crypto.commit import build_commit
from goldseam.crypto.recovery import draw_recovery_code
from goldseam.protocol.accounts import Session
from goldseam.protocol.commits import CommitAnswer, CommitBody
from goldseam.protocol.revisions import Revision
from tests.faults.attacks.form import nowhere
from tests.faults.double import LyingServer
from tests.faults.victim import Victim

PASSPHRASE: Final = "gentle otter under seven quiet maples"
TODAY: Final = "2026-11-22"
READ: Final = {"Bread": "Two loaves.", "Swim": "Cold, and good."}
UNSENT: Final = {"Unsent": "Only here."}
NEWEST: Final = {"Bread": "Three loaves.", "Swim": "Cold, and good.", "News": "From the tablet."}
COMMIT: Final = "PUT /v1/vaults/*/commits/*/*"

T = TypeVar("T")


@dataclass(frozen=True)
class Honest:
    """An honest device: the engine of the command line over a folder."""

    folder: Path
    origin: str
    name: str

    def sign_up(self) -> None:
        """Make the account."""
        self._enter(sign_up(self._entry(), draw_recovery_code(os.urandom), os.urandom))

    def sign_in(self) -> None:
        """Enter the account."""
        self._enter(sign_in(self._entry(), os.urandom))

    def write(self, title: str, body: str, record: bytes | None = None) -> bytes:
        """Keep and send a page; gives its id."""
        with self.open() as (driver, desk):
            words = Words(title, body)
            written = driver.run(keep(desk, record, words, Now(1_795_348_800_000, "UTC")))
            driver.run(synchronise(desk))
        return written

    def remove(self, record: bytes) -> None:
        """Remove a page for good, everywhere."""
        with self.open() as (driver, desk):
            driver.run(remove(record, is_final=True))
            driver.run(synchronise(desk))

    def commit_sealed(self, record: bytes, number: int, sealed: bytes) -> None:
        """Send bytes that this version would not have sealed, in a true commit."""
        with self.open() as (driver, desk):
            built = build_commit(
                desk.keys,
                driver.run(load_state(desk.vault)),
                epoch=desk.epoch,
                keyring_version=desk.keyring.version,
                device=desk.enrolled.device,
                device_key=desk.device_key,
                revisions=[Revision(record, number, sealed)],
            )
            path = f"/v1/vaults/{desk.vault.hex()}/commits/{built.base}/{built.digest.hex()}"
            driver.run(call(desk, "PUT", path, CommitAnswer, built.body))

    def pages(self) -> dict[str, str]:
        """The body of each of its pages, by title."""
        with self.open() as (driver, _):
            kept = [page.value for page in driver.run(pages())]
        return {str(one["title"]): str(one["body"]) for one in kept if one["kind"] == "entry"}

    def sync(self) -> None:
        """Take in what is new."""
        with self.open() as (driver, desk):
            driver.run(synchronise(desk))

    def copy(self, folder: Path) -> "Honest":
        """The same device as it is now, somewhere else."""
        shutil.copytree(self.folder, folder)
        return Honest(folder, self.origin, self.name)

    @contextmanager
    def open(self) -> Iterator[tuple[Driver, Desk]]:
        """The device, unlocked."""
        with open_store(self.folder) as store, closing(Transport(self.origin)) as transport:
            driver = Driver(store, transport.send, os.urandom)
            desk = driver.run(unlock(PASSPHRASE, os.urandom))
            driver.local = desk.local
            yield driver, desk

    def _enter(self, way_in: Procedure[Desk]) -> None:
        with open_store(self.folder) as store, closing(Transport(self.origin)) as transport:
            Driver(store, transport.send, os.urandom).run(way_in)

    def _entry(self) -> Entry:
        return Entry(self.origin, self.name, PASSPHRASE, self.folder.name, TODAY)


@dataclass(frozen=True)
class World:
    """See the head of this file. `then` is the tablet as it was when the server's copy `yesterday` was made."""

    folder: Path
    server: LyingServer
    writer: Honest
    tablet: Honest
    then: Honest
    bea: Honest
    victims: Mapping[str, Victim]
    records: Mapping[str, bytes]

    def sealed(self, title: str) -> list[Revision]:
        """Every revision of a record that the server was sent, oldest first."""
        record = self.records[title]
        return [r for body in self.commits() for r in body.revisions if r.record == record]

    def commits(self, first: int = 0) -> list[CommitBody]:
        """Every commit that was stored, of all accounts, in the exchanges from this one on."""
        stored = [asked for asked, given in self.server.heard[first:] if given.status == 200]
        return [
            msgspec.msgpack.decode(asked.body, type=CommitBody)
            for asked in stored
            if asked.route == COMMIT
        ]

    def registration(self, name: str) -> Session:
        """What the server told when an account was made: slots, wraps and the first keyring."""
        proofs = [
            (msgspec.msgpack.decode(asked.body), given)
            for asked, given in self.server.heard
            if asked.route == "POST /v1/accounts"
        ]
        (given,) = (given for proof, given in proofs if proof["name"] == name)
        return msgspec.msgpack.decode(given.body, type=Session)

    def copy_of_then(self) -> Honest:
        """The tablet as it was yesterday, to go on from there."""
        return self.then.copy(self._place("then"))

    def copy_of_tablet(self) -> Honest:
        """The tablet as it is, to do what the true one will not have done."""
        return self.tablet.copy(self._place("tablet"))

    def _place(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder)) / name

    def reset(self) -> None:
        """Bring the server back to before any attack."""
        self.server.later = 0
        if not self.server.holds("today"):
            self.server.restore("today")


def make_world(folder: Path, server: LyingServer, victims: Mapping[str, Victim]) -> World:
    """Live through it. The victims enter the account by themselves, once it is there."""
    origin = server.origin
    bea, writer, tablet = (
        Honest(folder / name, origin, name) for name in ("bea", "anna", "tablet")
    )
    tablet = Honest(tablet.folder, origin, "anna")
    bea.sign_up()
    records = {"Bea": bea.write("Bea", "Nobody else's.")}
    writer.sign_up()
    records |= {title: writer.write(title, body) for title, body in READ.items()}
    records["Gone"] = writer.write("Gone", "Not to be seen again.")
    tablet.sign_in()
    tablet.sync()
    for victim in victims.values():
        victim.sign_in()
        assert victim.sync() == "synced"
    server.copy("yesterday")
    then = tablet.copy(folder / "then")
    writer.remove(records["Gone"])
    for victim in victims.values():
        assert victim.sync() == "synced"
        assert victim.pages() == READ
        with server.lying(nowhere):
            for title, body in UNSENT.items():
                victim.write(title, body)
            victim.save()
    writer.write("Bread", NEWEST["Bread"], records["Bread"])
    tablet.sync()
    records["News"] = tablet.write("News", NEWEST["News"])
    server.copy("today")
    return World(folder, server, writer, tablet, then, bea, victims, records)

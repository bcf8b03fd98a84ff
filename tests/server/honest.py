"""The honest server without HTTP: the use cases over a store in memory, as the client's engine sees them.

Nothing in it waits, so that a simulation can ask it thousands of times a second, copy it and bring a copy back.
"""

import copy
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from goldseam import sync
from goldseam.accounts import Accounts
from goldseam.client.effects import Answer, Send
from goldseam.closing import close_account, statement_of
from goldseam.doorkeeper import server_keys
from goldseam.errors import NotFound, SessionStale, WireError
from goldseam.holdings import devices_of, export_account
from goldseam.keyrings import keyrings_after, put_epoch, put_keyring
from goldseam.pairing import Pairings, answer_pairing
from goldseam.proofs import Proofs
from goldseam.protocol.accounts import (
    ChallengeRequest,
    DeviceBody,
    KeyringWrite,
    ProvenRequest,
    Registration,
)
from goldseam.protocol.closing import Closing
from goldseam.protocol.commits import CommitAnswer, CommitBody
from goldseam.protocol.epochs import EpochWrite
from goldseam.protocol.pairings import PairingAnswer, PairingAnswerBody, PairingOffer
from goldseam.protocol.problems import Problem
from goldseam.protocol.revisions import Cursor
from goldseam.storage.contract import SessionRow
from goldseam.storage.memory import MemoryStorage

ORIGIN = "http://localhost:8787"
SECRET = b"a login secret that only tests know"
T = TypeVar("T")


def now_of(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise RuntimeError("the store in memory waited for something")


@dataclass
class HonestServer:
    """One server. `now` is its clock in UTC seconds; `pokes` are the commits it told of."""

    storage: MemoryStorage = field(default_factory=MemoryStorage)
    now: int = 1_795_000_000
    pokes: list[tuple[bytes, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        keys = server_keys(SECRET)
        origins = frozenset({ORIGIN})
        self.proofs = Proofs(self.storage, keys, origins, lambda: self.now)
        self.accounts = Accounts(self.proofs, "open")
        self.pairings = Pairings(lambda: float(self.now))

    def copy(self) -> MemoryStorage:
        """A backup of everything."""
        return copy.deepcopy(self.storage)

    def restore(self, backup: MemoryStorage) -> None:
        """Go on from an older copy, as an operator may honestly have to."""
        self.storage = copy.deepcopy(backup)
        object.__setattr__(self.proofs, "storage", self.storage)

    def send(self, request: Send) -> Answer:
        """The whole answer to one request."""
        try:
            value = self._route(request)
            return Answer(200, msgspec.msgpack.encode(value)) if value else Answer(204, b"")
        except WireError as error:
            problem = Problem(
                error.code, error.detail, error.sequence, error.record, error.retry_after
            )
            return Answer(error.status, msgspec.msgpack.encode(problem))

    def _route(self, request: Send) -> msgspec.Struct | None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match [request.method, *parts.path.removeprefix("/v1/").split("/")]:
            case ["GET", "keyrings"]:
                account = self._session(request).account
                return now_of(keyrings_after(self.proofs, account, int(query["after"])))
            case ["GET", "devices"]:
                return now_of(devices_of(self.storage, self._session(request).account))
            case [_, "pairings", pairing, *rest]:
                return self._meet(request, bytes.fromhex(pairing), is_answer=rest == ["answer"])
            case ["GET", "closings", account_id]:
                return now_of(statement_of(self.storage, bytes.fromhex(account_id)))
            case ["GET", "vaults", vault, "revisions"]:
                return self._page(request, bytes.fromhex(vault), query)
            case ["GET", "vaults", vault, "records", record, "revisions"]:
                before = int(query["before"]) if "before" in query else None
                of = bytes.fromhex(vault), bytes.fromhex(record)
                session = self._session(request)
                return now_of(sync.history_page(self.storage, session, *of, before))
            case ["PUT", "vaults", vault, "commits", base, digest]:
                place = bytes.fromhex(vault), int(base), bytes.fromhex(digest)
                return self._commit(request, *place)
        return self._enter(request)

    def _meet(self, request: Send, pairing: bytes, *, is_answer: bool) -> msgspec.Struct | None:
        match request.method, is_answer:
            case "PUT", False:
                self.pairings.put_offer(pairing, _read(request, PairingOffer).offer)
                return None
            case "GET", False:
                self._session(request)
                return PairingOffer(self.pairings.offer(pairing))
            case "PUT", True:
                answer = partial(answer_pairing, self.proofs, self.pairings)
                return self._proven(request, PairingAnswerBody, answer)
        return PairingAnswer(self.pairings.answer(pairing))

    def _enter(self, request: Send) -> msgspec.Struct | None:
        match request.method, request.path:
            case "POST", "/v1/challenges":
                asked = _read(request, ChallengeRequest)
                return now_of(self.accounts.make_challenge(asked.name, asked.purpose))
            case "POST", "/v1/accounts":
                return self._proven(request, Registration, self.accounts.register)
            case "POST", "/v1/sessions":
                return self._proven(request, DeviceBody, self.accounts.sign_in)
            case "POST", "/v1/sessions/renew":
                return self._proven(request, DeviceBody, self.accounts.renew)
        return self._change(request)

    def _change(self, request: Send) -> msgspec.Struct | None:
        match request.method, request.path:
            case "PUT", "/v1/keyrings":
                return self._proven(request, KeyringWrite, partial(put_keyring, self.proofs))[1]
            case "POST", "/v1/epochs":
                return self._proven(request, EpochWrite, partial(put_epoch, self.proofs))[1]
            case "POST", "/v1/accounts/export":
                return self._proven(request, DeviceBody, partial(export_account, self.proofs))
            case "POST", "/v1/accounts/close":
                self._proven(request, Closing, partial(close_account, self.proofs))
                return None
        raise NotFound

    def _proven(
        self,
        request: Send,
        kind: type[Any],
        use: Callable[[ProvenRequest, Any], Coroutine[Any, Any, T]],
    ) -> T:
        proven = _read(request, ProvenRequest)
        return now_of(use(proven, msgspec.msgpack.decode(proven.body, type=kind)))

    def _session(self, request: Send) -> SessionRow:
        if request.token is None:
            raise SessionStale
        return now_of(self.accounts.session_of(request.token))

    def _page(self, request: Send, vault: bytes, query: dict[str, str]) -> msgspec.Struct:
        cursor = None
        if "record" in query:
            place = int(query["sequence"]), bytes.fromhex(query["record"])
            cursor = Cursor(*place, int(query["commits"]))
        session = self._session(request)
        return now_of(sync.pull_page(self.storage, session, vault, int(query["since"]), cursor))

    def _commit(self, request: Send, vault: bytes, base: int, digest: bytes) -> msgspec.Struct:
        session = self._session(request)
        sequence = now_of(sync.find_base(self.storage, session, vault, base, digest))
        if sequence is None:
            body = _read(request, CommitBody)
            taken = sync.take_commit(
                self.storage, self._poke, session, vault, base, digest, body, self.now
            )
            sequence = now_of(taken)
        return CommitAnswer(sequence)

    def _poke(self, vault: bytes, sequence: int) -> None:
        self.pokes.append((vault, sequence))


S = TypeVar("S", bound=msgspec.Struct)


def _read(request: Send, kind: type[S]) -> S:
    return msgspec.msgpack.decode(request.body or b"", type=kind)

"""People who call the server with true proofs. What they seal is random bytes: the server cannot tell."""

import base64
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    PURPOSE_CLOSE,
    PURPOSE_EPOCH,
    PURPOSE_EXPORT,
    PURPOSE_KEYRING,
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    Challenge,
    DeviceBody,
    Keyring,
    KeyringWrite,
    LoginKeys,
    ProvenRequest,
    Registration,
    Session,
    Slot,
    Wrap,
    keyring_signed_bytes,
    proof_bytes,
)
from goldseam.protocol.closing import Closing, Statement, statement_bytes
from goldseam.protocol.commits import NO_COMMIT, CommitBody, commit_digest, signed_commit
from goldseam.protocol.devices import Device, Devices
from goldseam.protocol.epochs import EpochWrite, VaultEpoch
from goldseam.protocol.revisions import Revision

ORIGIN = "http://localhost:8787"
MSGPACK = {"content-type": "application/vnd.msgpack"}


@dataclass
class Caller:
    """One person with one device. Change an attribute to make a request that is wrong in just that."""

    http: httpx.AsyncClient
    name: str
    login_key: Ed25519PrivateKey
    recovery_key: Ed25519PrivateKey
    device_key: Ed25519PrivateKey
    account: bytes = field(default_factory=lambda: os.urandom(16))
    device: bytes = field(default_factory=lambda: os.urandom(16))
    vault: bytes = field(default_factory=lambda: os.urandom(16))
    salt: bytes = field(default_factory=lambda: os.urandom(16))
    origin: str = ORIGIN
    token: bytes = b""
    keyrings: list[Keyring] = field(default_factory=list)
    made: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    """By vault and sequence, the digest of the commit made last; the next one follows it."""
    new_login_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    """That of the passphrase which comes with new keys."""

    @property
    def login_keys(self) -> LoginKeys:
        return LoginKeys(public(self.login_key), public(self.recovery_key))

    @property
    def headers(self) -> dict[str, str]:
        """Those of a request with a session and a msgpack body."""
        return MSGPACK | (bearer(self.token) if self.token else {})

    async def challenge(self, purpose: int, name: str | None = None) -> Challenge:
        """A fresh challenge for the own name, or another one."""
        asked = {"name": self.name if name is None else name, "purpose": purpose}
        answer = await self.http.post(
            "/v1/challenges", content=msgspec.msgpack.encode(asked), headers=MSGPACK
        )
        assert answer.status_code == 200, answer.content
        return msgspec.msgpack.decode(answer.content, type=Challenge)

    def prove(
        self, purpose: int, challenge: bytes, body: msgspec.Struct, login_type: int = 1
    ) -> ProvenRequest:
        """A signed request."""
        unsigned = ProvenRequest(
            purpose=purpose,
            origin=self.origin,
            name=self.name,
            challenge=challenge,
            nonce=os.urandom(32),
            device_key=public(self.device_key),
            login_type=login_type,
            login_signature=b"",
            device_signature=b"",
            body=msgspec.msgpack.encode(body),
        )
        signer = {1: self.login_key, 2: self.recovery_key}.get(login_type)
        return msgspec.structs.replace(
            unsigned,
            login_signature=signer.sign(proof_bytes(unsigned)) if signer else b"",
            device_signature=self.device_key.sign(proof_bytes(unsigned)),
        )

    async def send_proven(
        self, method: str, path: str, purpose: int, body: msgspec.Struct, login_type: int = 1
    ) -> httpx.Response:
        """Fetch a challenge, prove, send; keep the session if one is given."""
        challenge = await self.challenge(purpose)
        proven = self.prove(purpose, challenge.challenge, body, login_type)
        return await self.send(method, path, proven)

    async def send(self, method: str, path: str, body: msgspec.Struct | bytes) -> httpx.Response:
        """Send a body as it is; keep the session if one is given."""
        content = body if isinstance(body, bytes) else msgspec.msgpack.encode(body)
        answer = await self.http.request(method, path, content=content, headers=self.headers)
        if answer.status_code == 200:
            value = msgspec.msgpack.decode(answer.content)
            self.token = value.get("token", self.token)
        return answer

    def registration(self) -> Registration:
        """The body of a sign-up; the same one every time but for what is random."""
        if not self.keyrings:
            self.keyrings.append(self.next_keyring())
        return Registration(
            account=self.account,
            salt=self.salt,
            device=self.device,
            login_keys=self.login_keys,
            slots=[a_slot(1), a_slot(2)],
            wraps=[a_wrap(self.vault)],
            keyring=self.keyrings[0],
        )

    def next_keyring(self) -> Keyring:
        """The keyring version after the last one known, signed twice."""
        last = self.keyrings[-1] if self.keyrings else None
        unsigned = Keyring(
            version=last.version + 1 if last else 1,
            epoch=last.epoch if last else 1,
            previous=hashlib.sha256(last.sealed).digest() if last else bytes(32),
            sealed=b"\x01" + os.urandom(540),
            device=self.device,
            device_signature=bytes(64),
            login_type=1,
            login_signature=bytes(64),
        )
        return self.sign_keyring(unsigned)

    def sign_keyring(self, keyring: Keyring) -> Keyring:
        """The keyring with both signatures made anew."""
        signed = keyring_signed_bytes(self.account, keyring)
        return msgspec.structs.replace(
            keyring,
            device_signature=self.device_key.sign(signed),
            login_signature=self.login_key.sign(signed),
        )

    async def register(self) -> httpx.Response:
        return await self.send_proven("POST", "/v1/accounts", PURPOSE_REGISTER, self.registration())

    async def sign_in(self, login_type: int = 1) -> httpx.Response:
        body = DeviceBody(self.device)
        return await self.send_proven("POST", "/v1/sessions", PURPOSE_LOGIN, body, login_type)

    async def renew(self) -> httpx.Response:
        body = DeviceBody(self.device)
        return await self.send_proven("POST", "/v1/sessions/renew", PURPOSE_RENEW, body, 0)

    async def put_keyring(self, body: KeyringWrite, login_type: int = 1) -> httpx.Response:
        """The next version, remembered if it was taken."""
        answer = await self.send_proven("PUT", "/v1/keyrings", PURPOSE_KEYRING, body, login_type)
        if answer.status_code == 200 and body.keyring not in self.keyrings:
            self.keyrings.append(body.keyring)
        return answer

    def new_keys(self, sequence: int = 0, revoke: Sequence[bytes] = ()) -> EpochWrite:
        """New keys for the one vault at a sequence, with a new passphrase."""
        epoch = self.keyrings[-1].epoch + 1
        return EpochWrite(
            keyring=self.sign_keyring(msgspec.structs.replace(self.next_keyring(), epoch=epoch)),
            slots=[a_slot(1, epoch), a_slot(2, epoch)],
            wraps=[a_wrap(self.vault, of) for of in range(1, epoch + 1)],
            login_keys=LoginKeys(public(self.new_login_key), public(self.recovery_key)),
            vaults=[VaultEpoch(self.vault, epoch, sequence)],
            revoke=list(revoke),
        )

    async def put_epoch(self, body: EpochWrite, login_type: int = 1) -> httpx.Response:
        """New keys; where they were taken, they are those of the caller."""
        answer = await self.send_proven("POST", "/v1/epochs", PURPOSE_EPOCH, body, login_type)
        if answer.status_code == 200 and body.keyring not in self.keyrings:
            self.keyrings.append(body.keyring)
            self.login_key = self.new_login_key
        return answer

    def statement(self, on: str = "2026-11-23") -> Statement:
        """That this device closes the account."""
        unsigned = Statement(self.account, self.device, on, bytes(64))
        signature = self.device_key.sign(statement_bytes(unsigned))
        return msgspec.structs.replace(unsigned, signature=signature)

    async def close(
        self, statement: Statement | None = None, login_type: int = 1
    ) -> httpx.Response:
        body = Closing(statement or self.statement())
        return await self.send_proven("POST", "/v1/accounts/close", PURPOSE_CLOSE, body, login_type)

    async def export(self, login_type: int = 1) -> httpx.Response:
        body, path = DeviceBody(self.device), "/v1/accounts/export"
        return await self.send_proven("POST", path, PURPOSE_EXPORT, body, login_type)

    async def devices(self) -> list[Device]:
        """The list that the server gives."""
        answer = await self.get("/v1/devices")
        assert answer.status_code == 200, answer.content
        return msgspec.msgpack.decode(answer.content, type=Devices).devices

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers)

    def commit_body(
        self, base: int, revisions: Sequence[Revision] = (), **changes: object
    ) -> tuple[str, CommitBody]:
        """The path and body of a true commit; `changes` are made before it is signed."""
        after = self.made.get((self.vault, base), NO_COMMIT)
        tag, signature = os.urandom(32), bytes(64)
        body = CommitBody(1, 1, after, list(revisions), [], [], [], tag, signature)
        body = msgspec.structs.replace(body, **changes)
        digest = commit_digest(self.vault, base, self.device, body)
        self.made[self.vault, base + 1] = digest
        signature = self.device_key.sign(signed_commit(digest, body.tag))
        path = f"/v1/vaults/{self.vault.hex()}/commits/{base}/{digest.hex()}"
        return path, msgspec.structs.replace(body, signature=signature)

    async def commit(
        self, base: int, revisions: Sequence[Revision] = (), **changes: object
    ) -> httpx.Response:
        path, body = self.commit_body(base, revisions, **changes)
        return await self.send("PUT", path, body)


def a_caller(http: httpx.AsyncClient, name: str) -> Caller:
    """A person that the server does not know yet."""
    login, recovery, device = (Ed25519PrivateKey.generate() for _ in range(3))
    return Caller(http, name, login, recovery, device)


def another_device(caller: Caller) -> Caller:
    """The same person at another device, not signed in."""
    key = Ed25519PrivateKey.generate()
    return Caller(
        caller.http, caller.name, caller.login_key, caller.recovery_key, key,
        account=caller.account, vault=caller.vault, keyrings=list(caller.keyrings), made=caller.made,
    )  # fmt: skip


def a_slot(slot_type: int, epoch: int = 1) -> Slot:
    """A slot of random bytes."""
    return Slot(os.urandom(16), slot_type, epoch, b"\x01" + os.urandom(92))


def a_wrap(vault: bytes, epoch: int = 1) -> Wrap:
    """A wrap of random bytes."""
    return Wrap(vault, epoch, b"\x01" + os.urandom(60))


def a_revision(number: int = 1, record: bytes | None = None, size: int = 541) -> Revision:
    """A revision of random bytes, sealed by its first one."""
    return Revision(record or os.urandom(16), number, b"\x01" + os.urandom(size - 1))


def public(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public key."""
    return key.public_key().public_bytes_raw()


def bearer(token: bytes) -> dict[str, str]:
    """The header of a session token."""
    text = base64.urlsafe_b64encode(token).rstrip(b"=").decode()
    return {"authorization": f"Bearer {text}"}


def code_of(answer: httpx.Response) -> str:
    """The code of an error answer in msgpack."""
    code: str = msgspec.msgpack.decode(answer.content)["code"]
    return code


def session_in(answer: httpx.Response) -> Session:
    """The session of an answer that must be one."""
    assert answer.status_code == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=Session)

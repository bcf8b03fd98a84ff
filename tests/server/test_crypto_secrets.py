"""Secrets show nothing of themselves, randomness comes in, and dangerous libraries have one door each."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import goldseam.crypto
from goldseam.crypto import keys
from goldseam.crypto.age_recipients import Identity, Passphrase
from goldseam.crypto.keyring import next_document, seal_keyring
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.seal import seal_local, seal_revision
from goldseam.crypto.slots import seal_slot, seal_wrap
from goldseam.crypto.suite import Random, Secret, signing_key
from scripts.vectors_account import (
    ACCOUNT,
    ACCOUNT_KEY,
    ACCOUNT_KEYS,
    BY_PASSPHRASE,
    PHONE,
    PINNED_1,
)
from scripts.vectors_vault import KEYS, VAULT_KEY, A, entry

FOLDER = Path(goldseam.crypto.__path__[0])
IMPURE = {
    "os",
    "secrets",
    "random",
    "time",
    "socket",
    "pathlib",
    "subprocess",
    "logging",
    "tempfile",
}
DOORS = {"cryptography": {"suite.py"}}

HOLDERS: dict[str, object] = {
    "secret": VAULT_KEY,
    "signing key": signing_key(VAULT_KEY),
    "account keys": ACCOUNT_KEYS,
    "vault keys": KEYS[1],
    "login signer": LoginSigner(1, signing_key(VAULT_KEY)),
    "passphrase": Passphrase("correct horse"),
    "identity": Identity("AGE-SECRET-KEY-1"),
}
SHOWN = (repr, str, "{}".format, "{!r}".format, lambda value: f"{[value]}")


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize("name", HOLDERS)
def test_key_material_shows_nothing(name: str, show: Callable[[object], str]) -> None:
    """However it is printed, key material says that it is redacted and nothing more."""
    text = show(HOLDERS[name])
    assert "<redacted>" in text
    assert not any(part in text for part in ("horse", "SECRET", VAULT_KEY.value.hex(), "\\x"))


def test_secrets_compare_by_their_bytes() -> None:
    """Two secrets are equal when their bytes are, and no secret equals plain bytes."""
    assert Secret(b"same") == Secret(b"same")
    assert hash(Secret(b"same")) == hash(Secret(b"same"))
    assert Secret(b"same") != Secret(b"sane")
    assert Secret(b"same") != b"same"


def seals() -> dict[str, Callable[[Random], object]]:
    """Everything that seals, waiting for its randomness."""
    return {
        "revision": lambda random: seal_revision(KEYS[1], A, 1, entry("a"), random),
        "local": lambda random: seal_local(VAULT_KEY, "drafts", "a", b"a", random),
        "slot": lambda random: seal_slot(
            VAULT_KEY,
            ACCOUNT_KEY,
            account=ACCOUNT,
            slot_type=1,
            slot=A,
            epoch=1,
            random=random,
        ),
        "wrap": lambda random: seal_wrap(
            ACCOUNT_KEYS, VAULT_KEY, account_epoch=1, vault=A, epoch=1, random=random
        ),
        "keyring": lambda random: seal_keyring(
            ACCOUNT_KEYS,
            next_document(PINNED_1),
            device=PHONE.id,
            device_key=PHONE.key,
            login=BY_PASSPHRASE,
            random=random,
        ),
    }


@pytest.mark.parametrize("name", seals())
def test_every_seal_draws_one_fresh_nonce(name: str) -> None:
    """A seal asks for twelve bytes, once, and another nonce makes other bytes."""
    asked: list[int] = []

    def counted(size: int) -> bytes:
        asked.append(size)
        return len(asked).to_bytes(size, "big")

    first, second = seals()[name](counted), seals()[name](counted)
    assert asked == [12, 12]
    assert first != second


def test_keys_of_other_purposes_differ() -> None:
    """No two keys that are derived from one account key, or one vault key, are the same."""
    account = keys.account_keys(VAULT_KEY, A)
    derived = [
        account.keyring,
        account.wrap,
        keys.local_key(VAULT_KEY, A),
        *(KEYS[1].seal, KEYS[1].item, KEYS[1].head, KEYS[1].ids),
        *(KEYS[2].seal, KEYS[2].item, KEYS[2].head),
        keys.login_key(VAULT_KEY, 1).seed,
        keys.login_key(VAULT_KEY, 2).seed,
    ]
    assert len({secret.value for secret in derived}) == len(derived)


def test_record_ids_do_not_change_with_the_epoch() -> None:
    """A singleton keeps its id when the vault key is renewed."""
    assert KEYS[1].ids == KEYS[2].ids


def imported(path: Path) -> Iterator[str]:
    """The top names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_crypto_is_pure(path: Path) -> None:
    """No file of crypto/ reaches for a clock, a disk, a network or its own randomness."""
    assert not IMPURE & set(imported(path))


@pytest.mark.parametrize("library", DOORS)
def test_each_dangerous_library_has_one_door(library: str) -> None:
    """One file of crypto/ imports it, and no other."""
    users = {path.name for path in FOLDER.glob("*.py") if library in set(imported(path))}
    assert users == DOORS[library]

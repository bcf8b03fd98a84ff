"""Our age files open with other programs, theirs open with ours, and what the specification refuses is refused."""

import shutil
import subprocess
from collections.abc import Callable
from io import SEEK_CUR, SEEK_END, BytesIO
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.crypto import age_payload
from goldseam.crypto.age import lock, unlock
from goldseam.crypto.age_header import Stanza, header_bytes
from goldseam.crypto.age_payload import CHUNK_BYTES, payload_chunks
from goldseam.crypto.age_recipients import Identity, Key, Passphrase, Recipients, wrap
from goldseam.crypto.bech32 import bech32_decode
from goldseam.crypto.suite import Secret, chacha_seal, hkdf
from goldseam.errors import BackupDamaged, GoldseamError, WrongSecret
from scripts.vectors_age import (
    IDENTITY,
    RECIPIENT,
    RECIPIENT_POINT,
    passphrase_file,
    recipient_file,
)
from scripts.vectors_case import source
from tests.e2e.age_program import opens

WORDS = "six words that lock this file"
IDENTITY_KEY = pyrage.x25519.Identity.from_str(IDENTITY)
RECIPIENTS = Recipients([RECIPIENT])
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES)
RANDOM = source("the randomness of an age file")
FILE_KEY = Secret(RANDOM(16))
SECONDS = 60


def locked(plaintext: bytes, lock_with: Passphrase | Recipients = RECIPIENTS) -> bytes:
    """The bytes of an age file."""
    out = BytesIO()
    lock([plaintext], out, lock_with, RANDOM)
    return out.getvalue()


def unlocked(data: bytes, key: Key = Identity(IDENTITY)) -> bytes:  # noqa: B008 - it is frozen
    """The whole plaintext."""
    return unlock(BytesIO(data), key).read()


# other programs


@pytest.mark.parametrize("size", SIZES)
def test_the_library_in_rust_opens_ours(size: int) -> None:
    """Every length around a chunk, to a recipient; and one under a passphrase."""
    plaintext = source("plaintext")(size)
    assert pyrage.decrypt(locked(plaintext), [IDENTITY_KEY]) == plaintext
    if size == CHUNK_BYTES:
        assert pyrage.passphrase.decrypt(locked(plaintext, Passphrase(WORDS)), WORDS) == plaintext


@pytest.mark.parametrize("size", SIZES)
def test_what_the_library_in_rust_locks_opens(size: int) -> None:
    """Every length around a chunk, to a recipient among others; and one under a passphrase."""
    plaintext = source("plaintext")(size)
    others = [pyrage.x25519.Identity.generate().to_public(), IDENTITY_KEY.to_public()]
    assert unlocked(pyrage.encrypt(plaintext, others)) == plaintext
    if size == CHUNK_BYTES:
        sealed = pyrage.passphrase.encrypt(plaintext, WORDS)
        assert unlocked(sealed, Passphrase(WORDS)) == plaintext


def test_the_age_program_opens_ours(tmp_path: Path) -> None:
    """With an identity, and with a passphrase that is typed."""
    plaintext = source("plaintext")(2 * CHUNK_BYTES + 5)
    program = shutil.which("age")
    assert program, "install age to run the tests"
    (tmp_path / "key.txt").write_text(IDENTITY)
    command = [program, "--decrypt", "-i", str(tmp_path / "key.txt")]
    done = subprocess.run(
        command, input=locked(plaintext), check=True, capture_output=True, timeout=SECONDS
    )
    assert done.stdout == plaintext
    (tmp_path / "words.age").write_bytes(locked(plaintext, Passphrase(WORDS)))
    assert opens(tmp_path / "words.age", WORDS, tmp_path / "words")
    assert (tmp_path / "words").read_bytes() == plaintext


def test_a_recipient_is_the_point_that_it_says() -> None:
    """Bech32 gives the bytes whose letters the library in Rust writes."""
    assert str(IDENTITY_KEY.to_public()) == RECIPIENT
    assert bech32_decode("age", RECIPIENT) == RECIPIENT_POINT


# reading by places


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(-1, 150_000)), max_size=8))
def test_any_place_can_be_read(places: list[tuple[int, int]]) -> None:
    """As a file in memory is: the same bytes from the same place, the same place after."""
    payload, plain = unlock(BytesIO(LARGE), Identity(IDENTITY)), BytesIO(PLAINTEXT)
    for at, size in places:
        assert payload.seek(at) == plain.seek(at)
        assert payload.read(size) == plain.read(size)
        assert payload.tell() == max(at, plain.tell())
    assert payload.seek(-3, SEEK_END) == plain.seek(-3, SEEK_END)
    assert payload.seek(1, SEEK_CUR) == plain.seek(1, SEEK_CUR)
    assert payload.read() == plain.read()


PLAINTEXT = source("plaintext of some chunks")(170_000)
LARGE = recipient_file(PLAINTEXT)


def test_a_place_before_the_beginning_is_refused() -> None:
    """As a file refuses it."""
    with pytest.raises(ValueError, match="beginning"):
        unlock(BytesIO(LARGE), Identity(IDENTITY)).seek(-1)


def test_more_at_once_than_anyone_needs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hostile zip says of its own directory costs no memory."""
    monkeypatch.setattr(age_payload, "MAX_READ_BYTES", 100_000)
    with pytest.raises(BackupDamaged):
        unlock(BytesIO(LARGE), Identity(IDENTITY)).read(100_001)


def test_one_chunk_does_not_stand_in_for_another() -> None:
    """Chunks that changed places are damage wherever they are read."""
    start = len(LARGE) - (170_000 + 3 * 16)
    first, second = (LARGE[start + n * 65_552 : start + (n + 1) * 65_552] for n in (0, 1))
    swapped = LARGE[:start] + second + first + LARGE[start + 2 * 65_552 :]
    payload = unlock(BytesIO(swapped), Identity(IDENTITY))
    for at in (0, 65_536):
        payload.seek(at)
        with pytest.raises(BackupDamaged):
            payload.read(1)


# what the specification refuses


def file_with(stanzas: list[Stanza]) -> bytes:
    """An age file with these stanzas, its MAC and payload as they should be."""
    return header_bytes(stanzas, FILE_KEY) + payload_of(b"words")


GOOD = wrap(FILE_KEY, RECIPIENTS, RANDOM)
LOCKED_BY_WORDS = wrap(FILE_KEY, Passphrase(WORDS), RANDOM)
[SCRYPT], [X25519] = LOCKED_BY_WORDS, GOOD
GREASE = Stanza(("a-grease", "!"), bytes(48))


def with_arguments(stanza: Stanza, *arguments: str) -> list[Stanza]:
    """The stanza with other arguments."""
    return [Stanza(arguments, stanza.body)]


def test_stanzas_of_other_kinds_are_passed_over() -> None:
    """What is not ours may stand before and after, its body as long as it likes."""
    long = Stanza(("other",), bytes(1000))
    assert unlocked(file_with([GREASE, *GOOD, long])) == b"words"


_, SALT, _ = SCRYPT.arguments
_, SHARE = X25519.arguments

STANZAS: dict[str, tuple[list[Stanza], Key]] = {
    "a work factor beyond memory": (
        with_arguments(SCRYPT, "scrypt", SALT, "21"),
        Passphrase(WORDS),
    ),
    "a work factor of many digits": (
        with_arguments(SCRYPT, "scrypt", SALT, "9" * 5000),
        Passphrase(WORDS),
    ),
    "a work factor with a zero before it": (
        with_arguments(SCRYPT, "scrypt", SALT, "017"),
        Passphrase(WORDS),
    ),
    "a work factor of zero": (with_arguments(SCRYPT, "scrypt", SALT, "0"), Passphrase(WORDS)),
    "a work factor with a sign": (with_arguments(SCRYPT, "scrypt", SALT, "+9"), Passphrase(WORDS)),
    "a work factor in other digits": (
        with_arguments(SCRYPT, "scrypt", SALT, "1e1"),
        Passphrase(WORDS),
    ),
    "a salt too short": (with_arguments(SCRYPT, "scrypt", SALT[:-2], "9"), Passphrase(WORDS)),
    "no work factor": (with_arguments(SCRYPT, "scrypt", SALT), Passphrase(WORDS)),
    "an argument too many": (with_arguments(SCRYPT, "scrypt", SALT, "9", "9"), Passphrase(WORDS)),
    "a passphrase beside a recipient": ([SCRYPT, X25519], Passphrase(WORDS)),
    "a recipient beside a passphrase": ([X25519, SCRYPT], Identity(IDENTITY)),
    "a passphrase beside another": ([SCRYPT, SCRYPT], Passphrase(WORDS)),
    "a share with padding": (with_arguments(X25519, "X25519", SHARE + "="), Identity(IDENTITY)),
    "a share of no base64": (
        with_arguments(X25519, "X25519", SHARE[:-1] + "?"),
        Identity(IDENTITY),
    ),
    "a share too short": (with_arguments(X25519, "X25519", SHARE[:-2]), Identity(IDENTITY)),
    "no share": (with_arguments(X25519, "X25519"), Identity(IDENTITY)),
    "two shares": (with_arguments(X25519, "X25519", SHARE, SHARE), Identity(IDENTITY)),
    "a share that makes any secret zero": (
        with_arguments(X25519, "X25519", "A" * 43),
        Identity(IDENTITY),
    ),
    "a file key too long": ([Stanza(X25519.arguments, bytes(33))], Identity(IDENTITY)),
    "no stanza": ([], FILE_KEY),
}


@pytest.mark.parametrize("name", STANZAS)
def test_a_stanza_that_says_what_none_does_is_refused(name: str) -> None:
    """Malformed for a key that would open it is damage, never merely another key."""
    stanzas, key = STANZAS[name]
    with pytest.raises(BackupDamaged):
        unlocked(file_with(stanzas), key)


def other_base64(text: str) -> str:
    """The same bytes written with another last letter: bits that mean nothing are set."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return text[:-1] + letters[letters.index(text[-1]) + 1]


def test_there_is_one_way_to_write_bytes() -> None:
    """Base64 that is not canonical is damage in an argument."""
    with pytest.raises(BackupDamaged):
        unlocked(file_with(with_arguments(X25519, "X25519", other_base64(SHARE))))


HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "another version": lambda data: data.replace(b"org/v1", b"org/v3", 1),
    "lines that end in two bytes": lambda data: data.replace(b"\n", b"\r\n", 3),
    "an empty argument": lambda data: data.replace(b"-> X25519 ", b"-> X25519  ", 1),
    "a space at the end": lambda data: data.replace(b"\n---", b" \n---", 1),
    "another letter in an argument": lambda data: data.replace(b"X25519 ", b"X25519 \x7f ", 1),
    "no arrow": lambda data: data.replace(b"-> ", b"=> ", 1),
    "no kind": lambda data: data.replace(f"-> X25519 {SHARE}".encode(), b"->", 1),
    "no body": lambda data: data[: data.index(b"\n", 30) + 1] + data[data.index(b"---") :],
    "a line too long": lambda data: data.replace(b"\n---", b"A" * 40 + b"\n---", 1),
    "no end of the body": lambda data: data.replace(b"\n---", b"A" * 21 + b"\n---", 1),
    "a MAC of another header": lambda data: data.replace(b"--- ", b"--- A", 1),
    "no MAC": lambda data: data[: data.index(b"---")] + b"---\n",
    "no end": lambda data: data[: data.index(b"---")],
    "an end without a line end": lambda data: data[:-1],
    "an end that goes on": lambda data: data.replace(b"--- ", b"---- ", 1),
    "a letter that is none": lambda data: data.replace(b"-> ", b"-> \xff", 1),
    "more than 64 KiB": lambda data: data.replace(b"-> ", b"-> a\n\n" * 20_000 + b"-> ", 1),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_of_another_form_is_refused(name: str) -> None:
    """Nothing but the one form that the specification has is read."""
    header = header_bytes(GOOD, FILE_KEY)
    assert unlocked(header + payload_of(b"words")) == b"words"
    with pytest.raises(BackupDamaged):
        unlocked(HEADERS[name](header) + payload_of(b"words"))


def payload_of(plaintext: bytes) -> bytes:
    """The payload of a file whose key is `FILE_KEY`."""
    return b"".join(payload_chunks([plaintext], FILE_KEY, RANDOM))


def test_a_header_is_bound_to_its_file_key() -> None:
    """R-16. A recipient that someone added to the header, or took away, is noticed."""
    header = header_bytes([GREASE, *GOOD], FILE_KEY)
    for changed in (
        header.replace(b"a-grease", b"b-grease"),
        header.replace(b"-> X25519", b"-> other\n\n-> X25519", 1),
    ):
        with pytest.raises(BackupDamaged):
            unlocked(changed + payload_of(b"words"))


def sealed_chunks(*chunks: tuple[bytes, int, bool]) -> bytes:
    """A payload of chunks that say what they are: bytes, number, and whether it is the last."""
    nonce = RANDOM(16)
    key = hkdf(FILE_KEY, nonce, b"payload")
    return nonce + b"".join(
        chacha_seal(key, number.to_bytes(11, "big") + bytes([is_last]), data)
        for data, number, is_last in chunks
    )


FULL = bytes(CHUNK_BYTES)
PAYLOADS: dict[str, bytes] = {
    "nothing": b"",
    "half a nonce": bytes(8),
    "no chunk": sealed_chunks(),
    "a chunk that is not the last": sealed_chunks((b"words", 0, False)),
    "a last chunk that is missing": sealed_chunks((FULL, 0, False)),
    "a last chunk that is empty": sealed_chunks((FULL, 0, False), (b"", 1, True)),
    "a chunk after the last": sealed_chunks((FULL, 0, True), (b"words", 1, True)),
    "a byte after the last": sealed_chunks((FULL, 0, True)) + b"\0",
    "a chunk that is not full": sealed_chunks((FULL[1:], 0, False), (b"words", 1, True)),
    "a number that is left out": sealed_chunks((FULL, 0, False), (b"words", 2, True)),
    "a chunk too long": sealed_chunks((FULL + b"\0", 0, True)),
    "a tag of other bytes": sealed_chunks() + bytes(16),
    "half a tag": sealed_chunks((b"", 0, True))[:-8],
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_of_another_form_is_refused(name: str) -> None:
    """Nothing is cut off, added, moved or left out without being noticed."""
    with pytest.raises(BackupDamaged):
        unlocked(header_bytes(GOOD, FILE_KEY) + PAYLOADS[name])


@pytest.mark.parametrize("name", ["a last chunk that is missing", "a tag of other bytes"])
def test_the_last_chunk_is_opened_first(name: str) -> None:
    """Where the plaintext ends is not believed before: a file that was cut between two chunks is no file to read."""
    with pytest.raises(BackupDamaged):
        unlock(BytesIO(header_bytes(GOOD, FILE_KEY) + PAYLOADS[name]), FILE_KEY)


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_refused_by_one_error(data: bytes, has_version: bool) -> None:
    """Whatever the file is, the answer is an error of ours."""
    start = b"age-encryption.org/v1\n" if has_version else b""
    with pytest.raises(GoldseamError):
        unlocked(start + data)


# recipients and identities


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        "age1nobody",
        RECIPIENT.upper(),
        RECIPIENT[:-1],
        RECIPIENT[:-1] + ("q" if RECIPIENT[-1] != "q" else "p"),
        RECIPIENT.replace("age1", "agf1"),
        f" {RECIPIENT}",
        f"{RECIPIENT}\n",
        IDENTITY,
        "age1é",
        "age1tag1" + RECIPIENT[8:],
    ],
)
def test_what_is_no_recipient_locks_nothing(text: str) -> None:
    """Also among good ones, and before anything is written."""
    out = BytesIO()
    for texts in ([text], [RECIPIENT, text], []):
        with pytest.raises(ValueError, match="recipient"):
            lock([b"words"], out, Recipients(texts), RANDOM)
    assert out.getvalue() == b""


def test_a_key_of_another_kind_is_the_wrong_one() -> None:
    """A passphrase for a recipient's file, an identity for a passphrase's, an identity in small letters."""
    with pytest.raises(WrongSecret):
        unlocked(recipient_file(b"words"), Passphrase(WORDS))
    with pytest.raises(WrongSecret):
        unlocked(passphrase_file(b"words", WORDS), Identity(IDENTITY))
    with pytest.raises(WrongSecret):
        unlocked(recipient_file(b"words"), Identity(IDENTITY.lower()))


def test_a_file_is_read_again_by_whoever_wrote_it() -> None:
    """A recipient's file too, with nothing in it that says so."""
    out = BytesIO()
    key = lock([b"wo", b"", b"rds"], out, RECIPIENTS, RANDOM)
    assert unlock(out, key).read() == b"words"
    assert out.getvalue().count(b"\n-> ") == 1

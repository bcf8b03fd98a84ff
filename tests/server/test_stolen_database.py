"""What lies in the files of the data folder, for whoever has copied them without the login secret."""

from pathlib import Path

import httpx
import pytest

from tests.server.callers import Caller, public
from tests.server.conftest import signed_up

NAME = "a name that nobody else has 4711"


def bytes_in(folder: Path) -> bytes:
    """Everything that is in the files of a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
async def person(http: httpx.AsyncClient) -> Caller:
    """Give somebody who has just signed up under a name that can be searched for."""
    return await signed_up(http, NAME)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_neither_name_nor_login_key_nor_slot_is_in_it(person: Caller, tmp_path: Path) -> None:
    """R-09. Nothing there tells who has an account, or whether a guessed passphrase is right."""
    found = bytes_in(tmp_path / "data")
    assert person.device in found  # what rests in clear is found, so the look is a look
    assert NAME.encode() not in found
    assert person.salt not in found
    assert public(person.login_key) not in found
    assert public(person.recovery_key) not in found


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_a_token_rests_as_its_hash_alone(person: Caller, tmp_path: Path) -> None:
    """R-10. Whoever reads the sessions there cannot go on in one of them."""
    assert person.token
    assert person.token not in bytes_in(tmp_path / "data")

"""Sealed bodies and the key file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.sealing import KeyFileError, Seal, Sealed, SealError, master_key


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_again(body: bytes, about: str) -> None:
    seal = Seal(bytes(32))
    sealed = seal.seal(body, about)
    assert seal.open(sealed, about) == body
    assert sealed != seal.seal(body, about), "each has a key of its own"


def test_another_key_another_place_and_a_changed_body_do_not_open() -> None:
    seal = Seal(bytes(32))
    sealed = seal.seal(b"a profile", "inbox 1")
    changed = Sealed(sealed.key, sealed.body[:-1] + bytes([sealed.body[-1] ^ 1]))
    tries = [(Seal(b"1" * 32), sealed, "inbox 1"), (seal, sealed, "inbox 2"), (seal, changed, "inbox 1")]
    for opener, one, about in [*tries, (seal, Sealed(b"", b""), "inbox 1")]:
        with pytest.raises(SealError):
            opener.open(one, about)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "entregent.key"
    key, made = master_key(file)
    assert made
    assert master_key(file) == (key, False)
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("held", ["", "abc", "zz" * 32, "00" * 31, "ü"])
def test_a_file_that_holds_no_key_is_said_without_its_words(tmp_path: Path, held: str) -> None:
    file = tmp_path / "entregent.key"
    file.write_text(held, "utf-8")
    with pytest.raises(KeyFileError, match="holds no key; it is one line of 64 hex digits"):
        master_key(file)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"ENTREGENT_KEY_FILE: .*No such file"):
        master_key(tmp_path / "missing" / "key")

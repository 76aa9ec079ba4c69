"""Bodies that hold what people wrote, sealed under keys of their own; the key to these stays outside the database."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE: Final = 12


class KeyFileError(ValueError):
    """A key file that can't be used. The text is for whoever runs the bot, and never holds the key."""


class SealError(ValueError):
    """A body that this key doesn't open, or that was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A body in cipher, and its own key in cipher: whoever deletes `key` destroys the body."""

    key: bytes
    body: bytes


class Seal:
    """Seals and opens bodies with AES-256-GCM; each has a key of its own, wrapped by the master key.

    `about` says whose or which body it is, so that no row can stand in for another.
    """

    def __init__(self, master: bytes) -> None:
        """Keep a master key of 32 bytes."""
        self._master = AESGCM(master)

    def seal(self, body: bytes, about: str) -> Sealed:
        """Seal a body under a new key."""
        key = AESGCM.generate_key(KEY_BYTES * 8)
        return Sealed(_encrypted(self._master, key, about), _encrypted(AESGCM(key), body, about))

    def open(self, sealed: Sealed, about: str) -> bytes:
        """Open a body.

        Raises:
            SealError: it was sealed under another master key, for another place, or was changed.
        """
        return _decrypted(AESGCM(self._unwrapped(sealed.key, about)), sealed.body, about)

    def seal_again(self, key: bytes, body: bytes, about: str) -> bytes:
        """Seal another body under a key that `new_key` made.

        Raises:
            SealError: the key is another master key's.
        """
        return _encrypted(AESGCM(self._unwrapped(key, about)), body, about)

    def new_key(self, about: str) -> bytes:
        """Make a key, in the cipher of the master key."""
        return _encrypted(self._master, AESGCM.generate_key(KEY_BYTES * 8), about)

    def rewrapped(self, key: bytes, about: str, new: "Seal") -> bytes:
        """Return a key in the cipher of another master key.

        Raises:
            SealError: the key is neither's.
        """
        return _encrypted(new._master, self._unwrapped(key, about), about)

    def unwraps(self, key: bytes, about: str) -> bool:
        """Tell whether a key is in the cipher of this master key."""
        try:
            self._unwrapped(key, about)
        except SealError:
            return False
        return True

    def _unwrapped(self, key: bytes, about: str) -> bytes:
        return _decrypted(self._master, key, about)


def _encrypted(cipher: AESGCM, plain: bytes, about: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, about.encode())


def _decrypted(cipher: AESGCM, sealed: bytes, about: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise SealError("a body can't be opened with this key") from None


def master_key(file: Path) -> tuple[bytes, bool]:
    """Return the master key in a file, and whether the file was made just now, readable by its owner alone.

    Raises:
        KeyFileError: the file can't be read or made, or holds no key.
    """
    try:
        return read_key(file), False
    except FileNotFoundError:
        pass
    try:
        return new_key_file(file), True
    except FileExistsError:  # another process was quicker
        return read_key(file), False


def new_key_file(file: Path) -> bytes:
    """Write a new master key into a file that isn't there yet.

    Raises:
        FileExistsError: it is there.
        KeyFileError: it can't be made.
    """
    key = os.urandom(KEY_BYTES)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise
    except OSError as error:
        raise KeyFileError(f"ENTREGENT_KEY_FILE: {file}: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(key.hex() + "\n")
        out.flush()
        os.fsync(descriptor)
    return key


def read_key(file: Path) -> bytes:
    """Read the key in a file.

    Raises:
        FileNotFoundError: there is no file.
        KeyFileError: it can't be read, or holds no key.
    """
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except FileNotFoundError:
        raise
    except OSError as error:
        raise KeyFileError(f"ENTREGENT_KEY_FILE: {file}: {error.strerror}") from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"ENTREGENT_KEY_FILE: {file} holds no key; it is one line of {KEY_BYTES * 2} hex digits")
    return key

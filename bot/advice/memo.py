"""What was worked out and may be asked for again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """Keeps the results of a pure function, so many at most; what was first kept goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}

    def of(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what stands under a key, and work it out where nothing does."""
        if key not in self._kept:
            found = work()
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return self._kept[key]

"""How much is looked at, whatever its kind."""

from typing import Final

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of the largest file that is looked at; Telegram gives a bot no more either."""

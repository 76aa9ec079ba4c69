"""The framework's calls, carried by aiohttp, which takes three times as many a second as the framework's own client."""

import logging
import ssl
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import __version__ as library
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

log = logging.getLogger(__name__)

AGENT: Final = f"python-telegram-bot v{library} (https://python-telegram-bot.org)"
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
UPLOAD: Final = 60.0
"""Seconds that a call with files may take more."""

Seconds = ODVInput[float]
NONE: Final = BaseRequest.DEFAULT_NONE


class AiohttpRequest(BaseRequest):
    """Carries calls over a pool of connections; proxies are taken from the environment, as everywhere.

    aiohttp's own `trust_env` would look for them, and for a .netrc, in another thread at every call.
    """

    def __init__(
        self, connections: int, read_timeout: float = 20.0, connect_timeout: float = 5.0, pool_timeout: float = 20.0
    ) -> None:
        """Keep at most so many connections; timeouts in seconds."""
        self._connections = connections
        self._read, self._connect, self._pool = read_timeout, connect_timeout, pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Return how many seconds an answer may take."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60, keepalive_timeout=75)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": AGENT}, auto_decompress=True
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = NONE,
        write_timeout: Seconds = NONE,
        connect_timeout: Seconds = NONE,
        pool_timeout: Seconds = NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return its status and body; nothing is repeated here.

        Raises:
            TimedOut: no answer came in time.
            NetworkError: the connection failed.
        """
        if self._session is None:
            raise RuntimeError("not initialized")
        read = _seconds(read_timeout, self._read)
        connect, pool = _seconds(connect_timeout, self._connect), _seconds(pool_timeout, self._pool)
        if request_data is not None and request_data.contains_files:
            read = None if read is None else read + UPLOAD
        limits = aiohttp.ClientTimeout(
            total=None, connect=None if pool is None or connect is None else pool + connect, sock_read=read
        )
        try:
            async with self._session.request(
                method,
                url,
                data=_body(request_data),
                headers=FORM if request_data and not request_data.contains_files else None,
                proxy=self._proxy(url),
                timeout=limits,
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(f"aiohttp: {type(error).__name__}") from None
        except (aiohttp.ClientError, ssl.SSLError, OSError) as error:
            # The error's own words may hold the address, and that the token.
            raise NetworkError(f"aiohttp: {type(error).__name__}") from None

    def _proxy(self, url: str) -> str | None:
        """Return the proxy that the environment names for an address; it is looked up once a server."""
        parts = urlsplit(url)
        server = (parts.scheme, parts.netloc)
        if server not in self._proxies:
            found = None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
            if found and not found.startswith("http://"):
                log.warning("the proxy for %s is passed by: only http:// proxies can be used", parts.scheme)
                found = None
            self._proxies[server] = found
        return self._proxies[server]


def _seconds(given: Any, usual: float) -> float | None:
    found: float | None = usual if isinstance(given, DefaultValue) else given
    return found


def _body(data: RequestData | None) -> aiohttp.FormData | bytes | None:
    if data is None:
        return None
    if not data.contains_files:
        return urlencode(data.json_parameters, errors="replace").encode()
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form

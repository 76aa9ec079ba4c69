"""The bot's own HTTP server: webhooks, health and metrics."""

import contextlib
import hmac
import json
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot

from bot.handlers import metrics
from bot.handlers.calls import insist
from bot.handlers.incoming import ALLOWED, Json
from bot.handlers.logs import reference
from bot.settings import Settings, SettingsError
from bot.storage.database import Database, StoreError

log = logging.getLogger(__name__)

LARGEST_UPDATE: Final = 1024 * 1024
"""Bytes of the largest update that is taken; Telegram's are a few thousand."""
SIDE_BY_SIDE: Final = 100
"""Deliveries that Telegram may make at once: its most."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 # the name of a header
ANSWERING: Final = 5.0
"""Seconds that deliveries under way are finished in when told to stop."""

TakeIn = Callable[[Sequence[Json]], Awaitable[None]]


class Server:
    """Answers webhooks, health checks and whoever collects metrics."""

    def __init__(self, settings: Settings, bot: Bot, database: Database, take_in: TakeIn) -> None:
        """Serve what the settings ask for."""
        self._settings, self._bot, self._database, self._take_in = settings, bot, database, take_in
        self._stopping = False

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen, while inside.

        Raises:
            SettingsError: the address can't be listened on, or the certificate can't be used.
        """
        host, port = self._settings.listen
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=ANSWERING)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port, ssl_context=_own_certificate(self._settings), backlog=1024)
            try:
                await site.start()
            except OSError as error:
                raise SettingsError(f"LISTEN: {host}:{port}: {error.strerror}") from None
            log.info("listening on %s:%s", *runner.addresses[0][:2])
            yield
        finally:
            self._stopping = True
            await runner.cleanup()

    async def subscribe(self) -> None:
        """Tell Telegram where to deliver."""
        certificate = self._settings.certificate
        await insist(
            lambda: self._bot.set_webhook(
                self._settings.webhook_url or "",
                certificate=certificate.read_bytes() if certificate else None,
                allowed_updates=ALLOWED,
                max_connections=SIDE_BY_SIDE,
                secret_token=self._settings.secret,
            )
        )
        log.info("webhooks come to %s", self._settings.webhook_url)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_UPDATE)
        if self._settings.webhook_url:
            application.router.add_post(urlsplit(self._settings.webhook_url).path or "/", self._webhook)
        application.router.add_get("/healthz", self._healthy)
        application.router.add_get("/readyz", self._ready)
        application.router.add_get("/metrics", self._metrics)
        return application

    async def _webhook(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._settings.secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
            int(update["update_id"])
        except Exception as error:  # not Telegram's: sent again, it would be no better
            reference(error)
            return web.Response(status=400)
        try:
            await self._take_in([update])
        except StoreError as error:
            log.warning("an update could not be kept (%s); it will come again", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    async def _healthy(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        if self._stopping:
            return web.Response(status=503, text="stopping\n")
        try:
            await self._database.do(lambda rows: rows.alive())
        except StoreError:
            return web.Response(status=503, text="the database does not answer\n")
        return web.Response(text="ok\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4"})


def _own_certificate(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context for a certificate of one's own; none behind a proxy that has one."""
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(settings.certificate, settings.certificate_key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"WEBHOOK_CERTIFICATE: {settings.certificate}: {_said(error)}") from None
    return context


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__

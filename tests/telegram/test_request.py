"""Calls over aiohttp: what the environment says of proxies, and what a body may hold."""

from base64 import b64encode
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from aiohttp import web
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.handlers.request import AiohttpRequest

pytestmark = pytest.mark.asyncio
ELSEWHERE = "http://telegram.example/bot1:a/getMe"


class Server:
    """Answers whatever it is asked, as a server or as a proxy, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None, str]] = []
        self.address = ""

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.asked.append((request.raw_path, request.headers.get("Proxy-Authorization"), await request.text()))
        return web.Response(text="yes")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    runner = web.ServerRunner(web.Server(found.answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.address = f"127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


@pytest_asyncio.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(4)
    await request.initialize()
    yield request
    await request.shutdown()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_proxy_of_the_environment_carries_the_calls(
    server: Server, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://ann:secret@{server.address}")
    assert await request_.do_request(ELSEWHERE, "POST") == (200, b"yes")
    assert server.asked == [(ELSEWHERE, f"Basic {b64encode(b'ann:secret').decode()}", "")]


async def test_what_no_proxy_names_is_called_directly(
    server: Server, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await request_.do_request(f"http://{server.address}/bot1:a/getMe", "POST")
    assert server.asked == [("/bot1:a/getMe", None, "")]
    with pytest.raises(NetworkError):
        await request_.do_request(ELSEWHERE, "POST")


async def test_a_proxy_of_another_kind_is_passed_by_and_said(
    server: Server, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    await request_.do_request(f"http://{server.address}/x", "POST")
    assert server.asked
    assert "only http:// proxies can be used" in caplog.text


async def test_any_text_arrives_as_it_is_but_for_half_a_character(server: Server, request_: AiohttpRequest) -> None:
    data = RequestData([RequestParameter("text", "é & = + 100 % 😀 \ud83d", None)])
    await request_.do_request(f"http://{server.address}/x", "POST", data)
    assert parse_qs(server.asked[0][2]) == {"text": ["é & = + 100 % 😀 ?"]}

"""Exit with 0 where the bot in this container answers /healthz on what LISTEN names."""

import http.client
import os
import ssl
import sys

EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 # names, nothing listens
SECONDS = 4.0


def connection(listen: str, certified: bool) -> http.client.HTTPConnection:
    """Return a connection to HOST:PORT; a certificate is the bot's own, and made for another name."""
    host, _, port = listen.strip().rpartition(":")
    host = host.strip("[]")
    host = EVERYWHERE.get(host, host)
    if not certified:
        return http.client.HTTPConnection(host, int(port), timeout=SECONDS)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, int(port), timeout=SECONDS, context=context)


def main() -> int:
    """Ask once."""
    asked = connection(os.environ.get("LISTEN") or "127.0.0.1:8080", bool(os.environ.get("WEBHOOK_CERTIFICATE")))
    try:
        asked.request("GET", "/healthz")
        return 0 if asked.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        asked.close()


if __name__ == "__main__":
    sys.exit(main())

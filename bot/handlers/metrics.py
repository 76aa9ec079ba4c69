"""What the bot counts of itself, in Prometheus' format: numbers only, never whose."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

TAKEN_IN: Final = Counter("entregent_updates_taken_in", "Updates kept before they were confirmed.", registry=REGISTRY)
APPLIED: Final = Counter("entregent_updates_applied", "Updates that were answered.", registry=REGISTRY)
SET_ASIDE: Final = Counter("entregent_updates_set_aside", "Updates that failed too often.", registry=REGISTRY)
ERRORS: Final = Counter("entregent_errors", "Errors, each with a reference in the log.", registry=REGISTRY)
SENT: Final = Counter("entregent_messages_sent", "Messages that Telegram took.", registry=REGISTRY)
NOT_SENT: Final = Counter("entregent_messages_not_sent", "Messages given up.", ["why"], registry=REGISTRY)
SLOWED: Final = Counter("entregent_flood_limits", "Times that Telegram asked to wait.", registry=REGISTRY)
FILES: Final = Counter("entregent_files", "Files that people sent.", ["outcome"], registry=REGISTRY)
READING: Final = Histogram("entregent_file_seconds", "Fetching and reading files.", buckets=_QUICK, registry=REGISTRY)
APPLYING: Final = Histogram("entregent_apply_seconds", "From taking in to applying.", buckets=_QUICK, registry=REGISTRY)
SENDING: Final = Histogram("entregent_send_seconds", "One call to Telegram.", buckets=_QUICK, registry=REGISTRY)
BUSY: Final = Gauge("entregent_chats_busy", "Chats that are being served.", registry=REGISTRY)


def exposition() -> bytes:
    """Return every number as text."""
    return generate_latest(REGISTRY)

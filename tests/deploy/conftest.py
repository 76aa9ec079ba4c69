"""A Bot API stand-in and a PostgreSQL, as the other tests have them."""

from tests.storage.conftest import postgres as postgres
from tests.telegram.conftest import api as api

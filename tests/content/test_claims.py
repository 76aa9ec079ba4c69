"""Every claim of the register is used somewhere, and every id that is cited exists."""

from bot.content.files import read_files, shipped
from bot.content.load import Content

COUNT = 156


def cited(data: object) -> set[str]:
    """Return every claim that plain data cites."""
    found: set[str] = set()
    if isinstance(data, dict):
        for key, value in data.items():
            found |= set(value) if key == "claims" else cited(value)
    elif isinstance(data, list):
        for one in data:
            found |= cited(one)
    return found


def test_every_claim_is_cited_and_every_cited_claim_exists(content: Content) -> None:
    files = read_files(shipped())
    used = set().union(*(cited(data) for path, data in files.data.items() if path != "claims.yaml"))
    assert used == set(content.claims)
    assert len(content.claims) == COUNT


def test_every_source_and_voice_of_a_claim_exists(content: Content) -> None:
    for name, claim in content.claims.items():
        assert claim.source in content.sources, name
        assert all(claim.voice in speaker.words.voices for speaker in content.speakers.values()), name

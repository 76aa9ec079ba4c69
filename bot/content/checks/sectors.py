"""sectors.yaml and each language's: relations that hold both ways, industries listed once, words in every language."""

from collections.abc import Iterator

from .documents import Dialogs, Document
from .mistakes import Place, listed


def check_sectors(dialogs: Dialogs) -> None:
    """Note what is wrong with the sectors and with the words that tell them."""
    document = dialogs.get("sectors.yaml")
    if document is None or not isinstance(document.data, dict):
        return
    _check_related(document)
    _check_industries(document)
    for language in dialogs.languages:
        words = dialogs.get(f"{language}/sectors.yaml")
        if words is not None and isinstance(words.at("sectors"), dict):
            _check_words(document, words)


def _listed(document: Document, key: str) -> Iterator[tuple[str, Place, str]]:
    # Each id in a list of each sound row, with the sector that names it and its place.
    for place, row in document.rows():
        for number, one in enumerate(row.get(key, ())):
            yield str(place[0]), (*place, key, number), str(one)


def _check_related(document: Document) -> None:
    named = {(sector, other) for sector, _, other in _listed(document, "related")}
    seen: set[tuple[str, str]] = set()
    for sector, place, other in _listed(document, "related"):
        if other not in document.data:
            document.report(place, f"found {other!r}, which is no sector; sectors: {listed(document.data)}")
        elif other == sector:
            document.report(place, "found the sector itself; name others, or none")
        elif (sector, other) in seen:
            document.report(place, f"found {other!r} twice; each related sector is named once")
        elif (other, sector) not in named and document.whole(other):
            text = f"found {other}, which does not name {sector} in turn; of two related sectors each names the other"
            document.report(place, text)
        seen.add((sector, other))


def _check_industries(document: Document) -> None:
    owners: dict[str, str] = {}
    for sector, place, industry in _listed(document, "industries"):
        owner = owners.setdefault(industry, sector)
        if (owner, industry) != (sector, industry) or _again(document, place, industry):
            document.report(place, f"found {industry!r}, which {owner} has already; an industry belongs to one sector")


def _again(document: Document, place: Place, industry: str) -> bool:
    sector, key, number = place
    return industry in document.at(sector, key)[:number]


def _check_words(document: Document, words: Document) -> None:
    said = words.at("sectors")
    for sector in document.data:
        if sector not in said:
            words.report(("sectors",), f"found no words for the sector {sector}; they are needed")
    for place, row in words.rows("sectors"):
        sector = str(place[-1])
        if sector not in document.data:
            text = f"found words for no sector; sectors: {listed(document.data)}"
            words.report(place, text)
        elif document.whole(sector):
            _check_row(words, place, row, list(document.at(sector, "industries") or ()))


def _check_row(words: Document, place: Place, row: dict[str, object], industries: list[str]) -> None:
    if not row.get("words") and not row.get("functions"):
        words.report(place, "found neither words nor functions; what tells this sector is needed")
    names = row.get("industries") or {}
    assert isinstance(names, dict)
    for industry in industries:
        if industry not in names:
            words.report(place, f"found no name for the industry {industry}; it is needed")
    for industry in names:
        if industry not in industries:
            where = (*place, "industries", industry)
            words.report(
                where, "found a name for an industry that is not this sector's; take it out, or correct its id"
            )

"""What counts as a mistake of typography, in French and in English."""

import pytest

from bot.content.checks.typography import faults

GOOD = [
    ("fr", "Acceptez ; cette personne n'en saura rien."),
    ("fr", "Combien de relations viser ?"),
    ("fr", "Il dit : « merci », et c'est tout !"),
    ("fr", "Cette personne n’a pas d'apostrophe droite."),
    ("fr", "Rendez-vous à 10:30, sur https://example.org/?a=b;c"),
    ("fr", "{{ facts[fact].name }} : {{ value(fact, 'a') }}"),
    ("fr", '{{ " ; " if not loop.last }}'),
    ("fr", '<a href="https://example.org">ici</a> !'),
    ("fr", "<b>Étapes</b> : 500, 1 000"),
    ("fr", "5 000 relations (ou plus) ; 45 % acceptent"),
    ("en", "Ignore it; they won't be told: it is quiet."),
    ("en", 'He says: "thank you", and that is all!'),
    ("en", "{{ facts[fact].name }}: {{ value(fact, 'a') }}"),
    ("en", "{{ 'is it so ? ' }}"),
    ("en", "Look at https://example.org/a ?b"),
]

BAD = [
    ("fr", "Acceptez; cette personne n'en saura rien."),
    ("fr", "Combien de relations viser?"),
    ("fr", "Il dit: voilà"),
    ("fr", "Il dit «merci »"),
    ("fr", "Il dit « merci»"),
    ("fr", "C'est tout!"),
    ("fr", "Déjà 500!"),
    ("fr", "Une relation (ou deux)?"),
    ("fr", "{{ name }}: voilà"),
    ("fr", "<b>{{ name }}</b>: voilà"),
    ("fr", 'Il dit "merci"'),
    ("en", "Ignore it ; they won't be told."),
    ("en", "How many ?"),
    ("en", "Like this : so"),
    ("en", "Well\u00a0!"),
    ("en", "{{ name }} : so"),
]


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_what_is_right(language: str, text: str) -> None:
    assert [said for _, said in faults(text, language)] == []


@pytest.mark.parametrize(("language", "text"), BAD)
def test_what_is_wrong(language: str, text: str) -> None:
    assert [said for _, said in faults(text, language)]

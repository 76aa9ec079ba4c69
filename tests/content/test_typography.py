"""What counts as a mistake of typography, in French and in English."""

import pytest

from bot.content.checks.typography import faults

GOOD = [
    ("french", "Acceptez ; cette personne n'en saura rien."),
    ("french", "Combien de relations viser ?"),
    ("french", "Il dit : « merci », et c'est tout !"),
    ("french", "Cette personne n’a pas d'apostrophe droite."),
    ("french", "Rendez-vous à 10:30, sur https://example.org/?a=b;c"),
    ("french", "{{ facts[fact].name }} : {{ value(fact, 'a') }}"),
    ("french", '{{ " ; " if not loop.last }}'),
    ("french", '<a href="https://example.org">ici</a> !'),
    ("french", "<b>Étapes</b> : 500, 1 000"),
    ("french", "5 000 relations (ou plus) ; 45 % acceptent"),
    ("english", "Ignore it; they won't be told: it is quiet."),
    ("english", 'He says: "thank you", and that is all!'),
    ("english", "{{ facts[fact].name }}: {{ value(fact, 'a') }}"),
    ("english", "{{ 'is it so ? ' }}"),
    ("english", "Look at https://example.org/a ?b"),
]

BAD = [
    ("french", "Acceptez; cette personne n'en saura rien."),
    ("french", "Combien de relations viser?"),
    ("french", "Il dit: voilà"),
    ("french", "Il dit «merci »"),
    ("french", "Il dit « merci»"),
    ("french", "C'est tout!"),
    ("french", "Déjà 500!"),
    ("french", "Une relation (ou deux)?"),
    ("french", "{{ name }}: voilà"),
    ("french", "<b>{{ name }}</b>: voilà"),
    ("french", 'Il dit "merci"'),
    ("english", "Ignore it ; they won't be told."),
    ("english", "How many ?"),
    ("english", "Like this : so"),
    ("english", "Well\u00a0!"),
    ("english", "{{ name }} : so"),
]


@pytest.mark.parametrize(("typography", "text"), GOOD)
def test_what_is_right(typography: str, text: str) -> None:
    assert [said for _, said in faults(text, typography)] == []


@pytest.mark.parametrize(("typography", "text"), BAD)
def test_what_is_wrong(typography: str, text: str) -> None:
    assert [said for _, said in faults(text, typography)]

"""The floor of the bench says what the files say, and the bench runs."""

from random import Random

from bot.bench import handwritten
from bot.bench.peer import zen_table
from bot.bench.random_facts import full_facts
from bot.content.load import Content


def test_the_floor_agrees_with_the_files(content: Content) -> None:
    model, random = content.advisor.model, Random(7)
    for _ in range(20_000):
        facts = full_facts(model, random)
        assert handwritten.conclude(facts) == model.conclude("accept_invitation", facts), facts


def test_the_peer_agrees_where_it_is_installed(content: Content) -> None:
    model, random = content.advisor.model, Random(8)
    judge = zen_table(model.base.schools["weak_ties"], "accept_invitation")
    for _ in range(100 if judge else 0):
        facts = full_facts(model, random)
        assert judge is not None
        assert judge(facts) == model.conclude("accept_invitation", facts)["weak_ties"]

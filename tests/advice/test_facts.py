"""Facts as they are written, and as the engine cuts them into cells."""

import pytest

from bot.advice.facts import AtLeast, Fact, FactError, Value, plain, variables_for

PHOTO = Fact("photo", "invitation", "choice", ("portrait", "other", "none"))
COFFEE = Fact("coffee", "invitation", "yes_no", ("yes", "no"))
AIMS = Fact("aims", "user", "several", ("hire", "find_clients"))
COUNT = Fact("count", "user", "number", most=30000)
SECTOR = Fact("sector", "user", "text")


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        (PHOTO, " portrait ", "portrait"),
        (COFFEE, "yes", "yes"),
        (AIMS, "hire, find_clients", frozenset({"hire", "find_clients"})),
        (AIMS, "[hire]", frozenset({"hire"})),
        (AIMS, "", frozenset()),
        (COUNT, "648", 648),
        (COUNT, "1 200", 1200),
        (COUNT, "1\u202f200", 1200),
        (COUNT, "500+", AtLeast(500)),
        (SECTOR, " wine ", "wine"),
    ],
)
def test_a_value_is_read_as_it_is_written(fact: Fact, written: str, value: Value) -> None:
    assert fact.parse(written) == value


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (COFFEE, True, "yes"),
        (COFFEE, False, "no"),
        (COUNT, 12, 12),
        (COUNT, {"at_least": 500}, AtLeast(500)),
        (COUNT, AtLeast(3), AtLeast(3)),
        (AIMS, ["hire"], frozenset({"hire"})),
        (AIMS, [], frozenset()),
        (AIMS, "hire", frozenset({"hire"})),
    ],
)
def test_a_value_is_read_as_yaml_and_json_give_it(fact: Fact, raw: object, value: Value) -> None:
    assert fact.coerce(raw) == value


@pytest.mark.parametrize(
    ("fact", "raw", "message"),
    [
        (PHOTO, "hat", "photo: found 'hat'; one of these is allowed: portrait, other, none"),
        (AIMS, "fame", "aims: found 'fame'; any of these, separated by commas: hire, find_clients"),
        (
            COUNT,
            "many",
            "count: found 'many'; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (
            COUNT,
            "-3",
            "count: found '-3'; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (
            COUNT,
            30001,
            "count: found '30001'; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (COUNT, None, "count: found None; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+"),
        (SECTOR, " ", "sector: found nothing; a few words are needed"),
        (SECTOR, 1.5, "sector: found 1.5; a few words are allowed"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(fact: Fact, raw: object, message: str) -> None:
    with pytest.raises(FactError) as caught:
        fact.coerce(raw)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "data"),
    [(AtLeast(500), {"at_least": 500}), (frozenset({"b", "a"}), ["a", "b"]), (3, 3), ("yes", "yes")],
)
def test_a_value_becomes_plain_data(value: Value, data: object) -> None:
    assert plain(value) == data


def test_a_bound_reads_as_it_is_written() -> None:
    assert str(AtLeast(500)) == "500+"


def test_a_number_is_cut_at_its_thresholds_and_only_below_its_greatest() -> None:
    (count,) = variables_for([COUNT], {"count": [200, 5000, 200, 0, 30001]})
    assert count.cells == (0, 200, 5000)
    assert [count.allowed(value) for value in (0, 199, 200, 30000)] == [(0,), (0,), (1,), (2,)]
    assert count.allowed(AtLeast(250)) == (1, 2)


def test_an_example_of_a_cell_stays_near_what_is_known() -> None:
    (count,) = variables_for([COUNT], {"count": [200, 5000]})
    assert [count.example(cell, near=648) for cell in range(3)] == [199, 648, 5000]
    assert count.example(1) == 200
    assert count.example(2, near=30000) == 30000


def test_several_choices_are_a_variable_each_and_a_text_is_none() -> None:
    variables = variables_for([AIMS, SECTOR, PHOTO], {})
    assert [(variable.fact.id, variable.choice) for variable in variables] == [
        ("aims", "hire"),
        ("aims", "find_clients"),
        ("photo", None),
    ]
    assert [variable.allowed(frozenset({"hire"})) for variable in variables[:2]] == [(1,), (0,)]


def test_no_value_is_without_a_chance() -> None:
    never = Fact("photo", "invitation", "choice", ("portrait", "none"), {"portrait": 1.0, "none": 0.0})
    assert all(weight > 0 for weight in variables_for([never], {})[0].weights)

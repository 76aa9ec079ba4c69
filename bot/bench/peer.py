"""The peer: a school's rules as a decision table of zen-engine (PyPI), an extra that need not be installed."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from bot.advice.facts import Known, plain
from bot.advice.schools import Question, School


def zen_table(school: School, question: Question) -> Callable[[Known], str] | None:
    """Return what judges full facts by a school's rules in zen-engine; None where it is not installed."""
    try:
        zen = import_module("zen")
    except ImportError:
        return None
    names = sorted({name for rule in school.rules[question] for name in rule.when.facts})
    decision = zen.ZenEngine().create_decision(json.dumps(_graph(school, question, names)))

    def judge(known: Known) -> str:
        answer = decision.evaluate({name: plain(known[name]) for name in names})
        return str(answer["result"]["then"])

    return judge


def _graph(school: School, question: Question, names: list[str]) -> dict[str, Any]:
    rules = [
        {"_id": rule.id, "then": json.dumps(rule.then)}
        | {name: _unary(rule.when.facts[name]) if name in rule.when.facts else "" for name in names}
        for rule in school.rules[question]
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "then", "name": "then", "field": "then"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [("in", "table"), ("table", "out")]
    return {
        "nodes": nodes,
        "edges": [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in edges],
    }


def _unary(raw: Any) -> str:
    # A condition on a choice or a number, as a cell of the table; the school measured has no other.
    if not isinstance(raw, Mapping):
        return ", ".join(json.dumps(word) for word in (raw if isinstance(raw, list) else [raw]))
    ((operator, arg),) = raw.items()
    if operator == "not":
        return " and ".join(f"$ != {json.dumps(word)}" for word in (arg if isinstance(arg, list) else [arg]))
    return f"{ {'at_least': '>=', 'below': '<', 'is': '=='}[operator] } {arg}"

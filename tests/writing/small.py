"""Two small purposes of our own: enough to see what a drafter does, whatever the shipped ones say."""

from bot.conversation.purposes import Purpose, Variable
from bot.wording.drafts import Drafter
from bot.wording.words import DraftWords, PurposeWords, VariableWords, WritingWords

MEMORY = """\
{# Start from   a memory #}
Hello{% if name %} {{ name }}{% endif %}, we both worked at {{ company }}
{% if when %}({{ when }}){% endif %}
.
{% if reason and not short %}I write because {{ reason }}.{% endif %}

{% if tone == "warm" %}How good it would be to talk again!{% else %}I would like to stay in touch.{% endif %}
"""

QUESTION = """\
{# Start from a question #}
{% if name %}{{ name }}, what{% else %}What{% endif %} became of the "{{ company }}" team
{% if when %}of {{ when }}{% endif %}?
"""

PURPOSES = {
    "old_team": Purpose("old_team", "sending", "note", ("company",), ("name", "reason", "when")),
    "reply": Purpose("reply", "received", "message", (), ("name", "company", "when", "reason")),
}

REPLY = """\
{# In two paragraphs #}
Hello{% if name %} {{ name }}{% endif %},

{% if company %}
So you are at {{ company }}.
{% endif %}

{% if when %}We met {{ when }}.{% endif %}
What brings you here?
"""

SHORTER = "{# In one line #}\nHello{% if name %} {{ name }}{% endif %}, what brings you here?\n"


def drafter(typography: str = "english", **more: str) -> Drafter:
    """Return a drafter of two purposes; `more` adds variants of the first one."""
    ids = ("company", "name", "reason", "when")
    kinds = {name: Variable(name, "clause" if name == "reason" else "words", 30) for name in ids}
    words = DraftWords(
        typography=typography,
        purposes={name: PurposeWords(name=name, words=(name,), **{"for": "a trial"}) for name in PURPOSES},
        variables={name: VariableWords(name=name, question="?", example="x") for name in ids},
        variants={
            "old_team": {"memory": MEMORY, "question": QUESTION} | more,
            "reply": {"paragraphs": REPLY, "shorter": SHORTER},
        },
        around=WritingWords(
            counted="{{ length }} of {{ limit }}",
            uncounted="{{ length }}",
            needs="needs {{ names }}",
            optional="{{ names }}",
        ),
    )
    return Drafter(words, PURPOSES, kinds, {"note": {"free": 200, "premium": 300}, "message": {}})


def first(made: Drafter, purpose: str = "old_team", variant: str | None = None, /, **values: str) -> str:
    """Return the text of one draft: that of a variant, or the first."""
    drafts = made.drafts(purpose, values)
    return next(draft.text for draft in drafts if variant in (None, draft.id))

"""Whatever is pressed or typed, in whatever order: an answer that renders, and a session that can be stored."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advice.facts import AtLeast
from bot.content.load import Content
from bot.conversation.events import Found, Pressed, Reading, Who

from .chat import Chat

TEXTS = (
    "/invitation", "/inviter", "/contacts", "/moi", "/ecoles", "/langue", "/annuler", "/start", "retour",
    "je ne sais pas", "répondre maintenant", "recommencer", "merci", "500+", "beaucoup", "un ancien collègue",
    "sans message", "freelance", "une recruteuse que je ne connais pas, sans message", "brouzouf",
    "Je publie souvent, recruter", "<b>&", "",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_random_walk_never_falls(content: Content, data: st.DataObject) -> None:
    chat = Chat(content, data.draw(st.sampled_from(("fr", "en")), label="language"))
    seen: list[str] = []
    for _ in range(data.draw(st.integers(3, 15), label="steps")):
        kind = data.draw(st.sampled_from(("press", "press", "press", "old", "say", "forward", "list")), label="kind")
        shown = [button.data for say in chat.reply.messages for row in say.buttons for button in row]
        seen += shown
        if kind == "press" and shown:
            chat.does(Pressed(data.draw(st.sampled_from(shown), label="button")))
        elif kind == "old" and seen:
            chat.does(Pressed(data.draw(st.sampled_from(seen), label="old button")))
        elif kind == "forward":
            chat.forwards(sender_connections=AtLeast(500), note="none", relation="stranger")
        elif kind == "list":
            guess = Reading({"sender_role": Found("seller", "x", sure=False), "note": Found("pitch", "y")})
            chat.hands_list(Reading(who=Who("Ada Bell")), guess)
        else:
            chat.says(data.draw(st.sampled_from(TEXTS), label="text"))
        chat.content.advisor.model.cells(chat.session.known())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_pressing_twice_is_pressing_once(content: Content, data: st.DataObject) -> None:
    chat = Chat(content).says("/invitation")
    for _ in range(data.draw(st.integers(1, 4), label="steps")):
        choices = [
            button.data for row in chat.last.buttons for button in row if button.data.startswith(("is|", "unknown|"))
        ]
        if not choices:
            return
        pressed = data.draw(st.sampled_from(choices), label="choice")
        once = chat.does(Pressed(pressed)).session
        reply = chat.reply
        chat.does(Pressed(pressed))
        assert chat.session.known() == once.known()
        chat.session, chat.reply = once, reply

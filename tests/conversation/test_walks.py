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
    "Je publie souvent, recruter", "<b>&", "", "/ecrire", "/write recruiter", "Atelier Varenne", "passer", "x" * 300,
    "{{ 7 * 7 }} <b>Nordia</b> & fils 🎉", "\u202bمحمد\u202c", "relire mon mot : Je souhaite rejoindre votre réseau !",
    "12", "même école", "/quelle", "/politique", "j'ignore", "accepter",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_random_walk_never_falls(content: Content, data: st.DataObject) -> None:
    chat = Chat(content, data.draw(st.sampled_from(("fr", "en")), label="language"))
    seen: list[str] = []
    for _ in range(data.draw(st.integers(3, 15), label="steps")):
        kind = data.draw(st.sampled_from(("press", "press", "press", "old", "say", "forward", "list")), label="kind")
        shown = [button.data for say in chat.reply.messages for row in say.buttons for button in row if button.data]
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_walk_over_buttons_of_writing_never_falls(content: Content, data: st.DataObject) -> None:
    """After every press and every text, `Chat.does` holds what is sent against Telegram's own rules."""
    chat = Chat(content, data.draw(st.sampled_from(("fr", "en")), label="language"))
    if data.draw(st.booleans(), label="with a case"):
        chat.forwards(note="personal", asks_for_help="yes", relation="colleague").presses("now")
    chat.says(f"/write {data.draw(st.sampled_from(list(content.matter.purposes)), label='purpose')}")
    for _ in range(data.draw(st.integers(3, 25), label="steps")):
        shown = [button.data for say in chat.reply.messages for row in say.buttons for button in row if button.data]
        inside = [one for one in shown if not one.startswith(("unwrite|", "begin|", "cancel|", "again|"))]
        if chat.last.template == "variable" and data.draw(st.booleans(), label="types"):
            text = st.text(max_size=120) | st.sampled_from(("Nordia", "5", "🎉" * 20, "x" * 41))
            chat.says(data.draw(text, label="value"))
        else:
            chat.does(Pressed(data.draw(st.sampled_from(inside or shown), label="button")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_walk_over_samples_policies_and_schools_never_falls(content: Content, data: st.DataObject) -> None:
    """Old buttons too; whatever is pressed, no sample is answered twice, and what is asked has no answer yet."""
    chat = Chat(content, data.draw(st.sampled_from(("fr", "en")), label="language"))
    chat.says(data.draw(st.sampled_from(("/which", "/policy", "/schools", "/me")), label="begins"))
    seen: list[str] = []
    for _ in range(data.draw(st.integers(5, 30), label="steps")):
        shown = [button.data for say in chat.reply.messages for row in say.buttons for button in row if button.data]
        seen += shown
        inside = [one for one in shown if one.startswith(("sample|", "goon|", "policy|", "quiz|", "me|", "my"))]
        pool = data.draw(st.sampled_from([pool for pool in (inside, inside, shown, seen) if pool]), label="pool")
        chat.does(Pressed(data.draw(st.sampled_from(pool), label="button")))
        quiz = chat.session.quiz
        if quiz is not None:
            answered = [sample for sample, _ in quiz.answers]
            assert len(answered) == len(set(answered))
            assert quiz.asked not in answered


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

"""The same facts in words: what goes with a picture, for who does not see it."""

from typing import Final

from bot.advice.targets import count
from bot.conversation.shortened import cut
from bot.wording.drawing import Drawer

from .figures import Standing, Way
from .stand_picture import lead, named
from .way_picture import legend, spell

LONGEST: Final = 1024
"""Characters of a caption that Telegram takes."""


def stand_caption(standing: Standing, drawer: Drawer) -> str:
    """Return what "where I stand" shows, as plain text of at most 1,024 characters."""
    say, speaker = drawer.say, drawer.speaker
    first, *rest = lead(standing, drawer)
    lines = [f"{say('standing.title')}. {say('caption.mark', text=first)}", *rest]
    if standing.today is not None:
        lines.append(say("caption.today", count=speaker.number(standing.today), number=count(standing.today)))
    for one, span in standing.ranges:
        said = speaker.ranged(span, short=True)
        said = said if one.sure else say("standing.likely", range=said)
        lines.append(
            say(f"caption.{'decides' if one.deciding else 'school'}", name=named(one.school, drawer), said=said)
        )
    lines += [
        say("caption.decides", name=named(one.school, drawer), said=say("caption.no_number"))
        for one in standing.numberless
        if one.deciding
    ]
    others = [named(one.school, drawer) for one in standing.numberless if not one.deciding]
    if others:
        lines.append(say("caption.numberless", names=others))
    if standing.silent:
        lines.append(say("caption.silent", names=[named(one.school, drawer) for one in standing.silent]))
    marks = [say(f"brakes.{one.notice}", at=one.at) for one in standing.brakes]
    marks.append(say("standing.cap", at=standing.cap.most, as_of=standing.cap.as_of))
    lines += [say("caption.mark", text=mark) for mark in marks]
    return cut("\n".join(lines), LONGEST)


def way_caption(way: Way, drawer: Drawer) -> str:
    """Return what "the way there" shows, as plain text of at most 1,024 characters."""
    say = drawer.say
    lines = [f"{say('way.title', goal=way.goal)}. {say('caption.mark', text=say('way.lead', today=way.today))}"]
    lines += [say("caption.stage", at=stage.at, weeks=spell(stage, drawer)) for stage in way.stages]
    lines += [say("caption.mark", text=text) for _, text in legend(way, drawer)]
    lines += [say("way.range"), say("way.estimate", as_of=way.pace.as_of)]
    return cut("\n".join(lines), LONGEST)

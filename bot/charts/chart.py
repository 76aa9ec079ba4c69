"""A picture of one answer to "how many connections?", as PNG or SVG, and what it shows in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from bot.advice.advisor import Advice
from bot.advice.facts import Known
from bot.advice.targets import PaceLimits
from bot.conversation.reply import PictureKind
from bot.wording.drawing import Drawer

from .captions import stand_caption, way_caption
from .figures import Brake, Cap, standing, way
from .painter import painter
from .scene import Scene, values
from .stand_picture import stand_picture
from .way_picture import way_picture

Kind = PictureKind
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class NothingToDraw(ValueError):  # noqa: N818 # the word that users of it read
    """A picture that has nothing to show."""


@dataclass(frozen=True)
class Charts:
    """What pictures are made with: what a week allows by LinkedIn plan, the counts to mark, a drawer a language."""

    limits: Mapping[str, PaceLimits]
    brakes: tuple[Brake, ...]
    cap: Cap
    drawers: Mapping[str, Drawer]

    def can_draw(self, kind: Kind, advice: Advice, known: Known) -> bool:
        """Tell whether there is something to show; "where I stand" always has."""
        return kind == "standing" or way(advice, known, self.limits) is not None

    def png(self, kind: Kind, advice: Advice, known: Known, language: str) -> bytes:
        """Draw a picture; it takes a thread for some ten milliseconds, so keep it off the event loop.

        Raises:
            NothingToDraw: "the way there", where no milestone lies ahead or today's count is not known exactly.
            PaintError: the renderer failed.
        """
        return painter.paint(self.svg(kind, advice, known, language))

    def svg(self, kind: Kind, advice: Advice, known: Known, language: str) -> str:
        """Return a picture as SVG, which needs the font Inter to look as it should.

        Raises:
            NothingToDraw: as for `png`.
        """
        return self.drawers[language].svg(kind, **values(self.scene(kind, advice, known, language)))

    def scene(self, kind: Kind, advice: Advice, known: Known, language: str) -> Scene:
        """Return a picture as labels, bars and lines with their places.

        Raises:
            NothingToDraw: as for `png`.
        """
        drawer = self.drawers[language]
        if kind == "standing":
            return stand_picture(standing(advice, known, self.brakes, self.cap), drawer)
        ahead = way(advice, known, self.limits)
        if ahead is None:
            raise NothingToDraw("no way to draw")
        return way_picture(ahead, drawer)

    def caption(self, kind: Kind, advice: Advice, known: Known, language: str) -> str:
        """Return what a picture shows as plain text of at most 1,024 characters, not yet escaped for HTML.

        Raises:
            NothingToDraw: as for `png`.
        """
        drawer = self.drawers[language]
        if kind == "standing":
            return stand_caption(standing(advice, known, self.brakes, self.cap), drawer)
        ahead = way(advice, known, self.limits)
        if ahead is None:
            raise NothingToDraw("no way to draw")
        return way_caption(ahead, drawer)

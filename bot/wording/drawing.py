"""A drawer: one language's words for pictures, and the SVG templates that all languages share."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .speaker import Speaker, sentence
from .words import ChartWords

if TYPE_CHECKING:
    from jinja2 import Environment, Template


class Drawer:
    """Fills in what a picture says, and the picture itself."""

    def __init__(self, speaker: Speaker, words: ChartWords, templates: Mapping[str, str]) -> None:
        self.speaker = speaker
        self.words = words
        self.templates = templates
        self._texts = words.model_dump(by_alias=True)
        self._said: dict[str, Template] = {}

    def say(self, key: str, /, **values: object) -> str:
        """Render one text by its dotted key, such as `standing.title`; it is plain text.

        Raises:
            KeyError: there is no such text.
        """
        source = self._texts
        for part in key.split("."):
            source = source[part]
        return self.fill(str(source), **values)

    def fill(self, source: str, /, **values: object) -> str:
        """Render a text that is given as its source."""
        if source not in self._said:
            self._said[source] = self._saying.from_string(source)
        return str(self._said[source].render(**values)).strip()

    def svg(self, name: str, /, **values: object) -> str:
        """Render a picture's template."""
        return str(self._drawing.get_template(f"{name}.svg.j2").render(**values))

    @cached_property
    def _saying(self) -> "Environment":
        return self._environment(autoescape=False)

    @cached_property
    def _drawing(self) -> "Environment":
        return self._environment(autoescape=True)

    def _environment(self, *, autoescape: bool) -> "Environment":
        from jinja2 import DictLoader, Environment, StrictUndefined

        environment = Environment(
            loader=DictLoader(dict(self.templates)),
            autoescape=autoescape,  # noqa: S701  # off for labels, which are escaped when the picture is drawn
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Any] = {"number": self.speaker.number, "month": self.speaker.month, "sentence": sentence}
        environment.filters.update(filters)
        environment.globals["language"] = self.speaker.language
        return environment

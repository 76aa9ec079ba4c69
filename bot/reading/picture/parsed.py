"""What the worker hands over of a picture: boxes of text and avatars, in pixels of the picture as it was scaled."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Coordinate = Annotated[float, Field(ge=-1e5, le=1e5)]
Kind = Literal["face", "silhouette"]


class Box(BaseModel):
    """A text with its corners (from the top left, clockwise), confidence and strength of ink, both 0 to 1."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=400)
    score: float
    corners: list[tuple[Coordinate, Coordinate]] = Field(min_length=4, max_length=4)
    ink: float


class Avatar(BaseModel):
    """A round picture in which a face was found, or the silhouette that stands for no picture."""

    model_config = ConfigDict(frozen=True)

    x: Coordinate
    y: Coordinate
    radius: Coordinate
    kind: Kind


class Parsed(BaseModel):
    """Everything that was seen in a picture."""

    model_config = ConfigDict(frozen=True)

    width: int
    height: int
    boxes: list[Box] = Field(max_length=600)
    avatars: list[Avatar] = Field(default=[], max_length=60)

"""Files as shapes: plain data in, models out, or one sentence on what does not fit."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from .files import ContentError, Files

Shape = TypeVar("Shape")


def shaped(shape: type[Shape], files: Files, path: str) -> Shape:
    """Return one file as a shape.

    Raises:
        ContentError: the file is missing or does not fit.
    """
    return shaped_as(shape, files.one(path), path)


def shaped_as(shape: type[Shape], data: Any, path: str) -> Shape:
    """Return plain data as a shape; `path` is where it came from.

    Raises:
        ContentError: it does not fit.
    """
    try:
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            return shape.model_validate(data)
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path}: {where}: {first['msg']}; `check` lists every mistake") from None


def each_text(data: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Return plain data with every text changed, but for those under `words`, which people type."""
    if isinstance(data, str):
        return data if key == "words" else change(data)
    if isinstance(data, Mapping):
        return {name: each_text(value, change, str(name)) for name, value in data.items()}
    if isinstance(data, list):
        return [each_text(value, change, key) for value in data]
    return data

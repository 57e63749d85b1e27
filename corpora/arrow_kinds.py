"""What the columns of Arrow tables hold, and dates, times and decimals as they are written."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHOLE_SECONDS = r"\.0+$"


def kind_of(held: Any) -> str:  # noqa: ANN401 — a type of pyarrow's
    """`text`, `number`, `written` (dates, times, decimals), `list` (of texts), or `other`."""
    types = import_module("pyarrow").types
    if types.is_dictionary(held):
        return kind_of(held.value_type)
    texts = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    if any(is_one(held) for is_one in texts):
        return "text"
    if types.is_integer(held) or types.is_floating(held) or types.is_boolean(held):
        return "number"
    if types.is_decimal(held) or (types.is_temporal(held) and not types.is_interval(held)):
        return "written"
    return "list" if {kind_of(one) for one in _inner(held)} == {"text"} else "other"


def _inner(held: Any) -> list[Any]:  # noqa: ANN401
    """The types of what a list or an object holds."""
    types = import_module("pyarrow").types
    if types.is_list(held) or types.is_large_list(held):
        return [held.value_type]
    if types.is_struct(held):
        return [held.field(number).type for number in range(held.num_fields)]
    return []


def written(column: Any) -> Any:  # noqa: ANN401 — an array of pyarrow's
    """A column of dates, times or decimals as texts, in ISO 8601; any other as it is.

    Not every such value is one of Python's: some have nanoseconds, or years past 9999.
    """
    pyarrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    types = pyarrow.types
    if types.is_dictionary(column.type) and kind_of(column.type) != "text":
        column = column.dictionary_decode()
    if kind_of(column.type) != "written":
        return column
    if not types.is_timestamp(column.type):
        return column.cast(pyarrow.string())
    plain = column.cast(pyarrow.timestamp(column.type.unit)).cast(pyarrow.string())
    short = compute.replace_substring_regex(plain, _WHOLE_SECONDS, "")
    return compute.binary_join_element_wise(short, "+00:00", "") if column.type.tz else short

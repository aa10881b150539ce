"""Kinds of fields that several commands have."""

from typing import Annotated

from pydantic import Field

Code = Annotated[str, Field(min_length=1, max_length=32)]
"""The code of a vaccine, the size of a dose, a choice of a few."""
Label = Annotated[str, Field(max_length=32)]
"""A short word, or nothing."""
Reason = Annotated[str, Field(max_length=200)]
"""What a clerk said of why, or nothing."""

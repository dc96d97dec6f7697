"""What the services for programs share: how an answer that refuses looks, and how its description says so."""

from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field


class Refusal(BaseModel):
    """The shape of every answer that refuses."""

    model_config = ConfigDict(title="Error", json_schema_extra={"description": "Por qué no se respondió."})

    error: str = Field(description="Una frase para personas: qué pasó y qué hacer.")
    code: str = Field(description="La misma causa, para programas.")


def failed(status: int, code: str, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An answer that says why it is none."""
    return JSONResponse({"error": sentence, "code": code}, status_code=status, headers=headers)


def documented(said: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    """Statuses and when they come, as FastAPI describes them; any other refusal has the same shape."""
    every: dict[int | str, str] = {"default": "Cualquier otro error."}
    every.update(said.items())
    return {status: {"model": Refusal, "description": when} for status, when in every.items()}

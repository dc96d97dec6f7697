"""A server that speaks S3 (moto's, which keeps files in memory) with one bucket, and the words by which it is entered."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import httpx

NAME = "evidencias"
KEYS = {"AWS_ACCESS_KEY_ID": "mesa", "AWS_SECRET_ACCESS_KEY": "ensayo", "AWS_REGION": "us-east-1"}
SERVER = Path(sys.executable).with_name("moto_server")


@dataclass(frozen=True, slots=True)
class Bucket:
    """It is of the server that listens at *host* and *port*, or is to."""

    host: str
    port: int
    url: ClassVar[str] = f"s3://{NAME}/mesa"

    @property
    def endpoint(self) -> str:
        """The server's address."""
        return f"http://{self.host}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Of whoever enters."""
        return {**KEYS, "AWS_ENDPOINT_URL": self.endpoint, "AWS_ALLOW_HTTP": "true"}

    @property
    def command(self) -> list[str]:
        """What runs the server."""
        return [str(SERVER), "-H", self.host, "-p", str(self.port)]

    def answers(self) -> bool:
        """Whether the server is there."""
        try:
            return httpx.get(self.endpoint, timeout=2).is_success
        except httpx.HTTPError:
            return False

    def make(self) -> None:
        """The bucket itself, with nothing in it."""
        httpx.post(f"{self.endpoint}/moto-api/reset").raise_for_status()
        httpx.put(f"{self.endpoint}/{NAME}").raise_for_status()

    def keys(self) -> list[str]:
        """What lies in it, as the server says."""
        told = httpx.get(f"{self.endpoint}/{NAME}").text
        return sorted(part.split("</Key>")[0] for part in told.split("<Key>")[1:])

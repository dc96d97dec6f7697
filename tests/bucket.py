"""A server that speaks S3 (moto's, which keeps files in memory) with one bucket, and the words by which it is entered."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

NAME = "evidencias"
KEYS = {"AWS_ACCESS_KEY_ID": "mesa", "AWS_SECRET_ACCESS_KEY": "ensayo", "AWS_REGION": "us-east-1"}
SERVER = Path(sys.executable).with_name("moto_server")


@dataclass(frozen=True, slots=True)
class Bucket:
    """The server's address, how the bucket is named there, and the environment of who uses it."""

    endpoint: str
    url: str = f"s3://{NAME}/mesa"
    environment: dict[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def at(cls, host: str, port: int) -> "Bucket":
        """The bucket of the server that is to listen there."""
        endpoint = f"http://{host}:{port}"
        return cls(endpoint, environment={**KEYS, "AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"})

    @property
    def command(self) -> list[str]:
        """What runs the server."""
        host, port = self.endpoint.removeprefix("http://").split(":")
        return [str(SERVER), "-H", host, "-p", port]

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

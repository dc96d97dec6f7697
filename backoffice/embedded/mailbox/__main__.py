"""``python -m backoffice.embedded.mailbox FOLDER SMTP_PORT PAGE_PORT``: the mailbox as a process, until SIGTERM."""

import asyncio
import sys
from pathlib import Path

import uvicorn

from backoffice.embedded.mailbox.page import application
from backoffice.embedded.mailbox.smtp import protocol
from backoffice.embedded.mailbox.store import Store

LOOPBACK = "127.0.0.1"


async def serve(store: Store, smtp_port: int, page_port: int) -> None:
    """Answer on both ports; the pages' server takes SIGTERM, and the letters' port closes with it."""
    loop = asyncio.get_running_loop()
    letters = await loop.create_server(lambda: protocol(store), LOOPBACK, smtp_port)
    pages = uvicorn.Config(application(store), host=LOOPBACK, port=page_port, log_level="warning", lifespan="off")
    async with letters:
        await uvicorn.Server(pages).serve()


if __name__ == "__main__":
    folder, smtp_port, page_port = sys.argv[1:]
    asyncio.run(serve(Store(Path(folder)), int(smtp_port), int(page_port)))

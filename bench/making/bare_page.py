"""A page that asks the database one thing and says it, on the same server as the portal: what a page costs at least."""

import os
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from sqlalchemy import create_engine, text

QUERY = text("SELECT count(*) FROM cases")


def application(database_url: str) -> FastAPI:
    """The application, with one page."""
    app, engine = FastAPI(), create_engine(database_url, isolation_level="AUTOCOMMIT")

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        with engine.connect() as connection:
            return f"<p>{connection.execute(QUERY).scalar_one()} casos</p>"

    return app


if __name__ == "__main__":
    uvicorn.run(application(os.environ["MESA_DATABASE_URL"]), port=int(sys.argv[1]), log_level="warning")

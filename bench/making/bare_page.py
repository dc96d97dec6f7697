"""A page that asks the database one thing and says it, on the same server as the portal: what a page costs at least.

At ``/`` it asks by SQLAlchemy, as such a page is usually written; at ``/psycopg`` by psycopg itself, as the page of a
case does.
"""

import os
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from sqlalchemy import create_engine, text

QUERY = "SELECT count(*) FROM cases"
PREPARED = text(QUERY)


def application(database_url: str) -> FastAPI:
    """The application, with its two pages."""
    app, engine = FastAPI(), create_engine(database_url, isolation_level="AUTOCOMMIT")

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        with engine.connect() as connection:
            return said(connection.execute(PREPARED).scalar_one())

    @app.get("/psycopg", response_class=HTMLResponse)
    def page_by_psycopg() -> str:
        pooled = engine.raw_connection()
        try:
            return said(pooled.driver_connection.execute(QUERY).fetchone()[0])  # type: ignore[union-attr]
        finally:
            pooled.close()

    return app


def said(cases: int) -> str:
    """The whole page."""
    return f"<p>{cases} casos</p>"


if __name__ == "__main__":
    uvicorn.run(application(os.environ["MESA_DATABASE_URL"]), port=int(sys.argv[1]), log_level="warning")

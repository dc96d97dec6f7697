"""Logins of every kind on the tests' server, made once for the length of the tests: it trusts whoever names one."""

import psycopg
from sqlalchemy import make_url

from backoffice.embedded.postgres import Cluster

#: login → the group that it belongs to. Programs enter by their groups themselves.
STAFF = {
    "ana": "mesa_analyst",
    "olga": "mesa_analyst",
    "raul": "mesa_supervisor",
    "vera": "mesa_auditor",
    "mesa_portal": "",
    "mesa_workers": "",
}


def hired(cluster: Cluster) -> None:
    """Make them; the groups are there since the first migration on this server."""
    with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as connection:
        for login, group in STAFF.items():
            there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [login]).fetchone() is not None
            connection.execute(f"{'ALTER' if there else 'CREATE'} ROLE {login} LOGIN")
            if group:
                connection.execute(f"GRANT {group} TO {login}")


def url_as(login: str, url: str) -> str:
    """The same database, entered by another login."""
    return make_url(url).set(username=login).render_as_string(hide_password=False)

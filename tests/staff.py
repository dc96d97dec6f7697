"""Logins of every kind on the tests' server, made once for the length of the tests: it trusts whoever names one."""

from dataclasses import replace

import psycopg
from sqlalchemy import Engine, make_url

from backoffice.casework.house import House
from backoffice.embedded.postgres import Cluster
from backoffice.records.database import open_database

#: The logins of the house's own programs, which are their groups themselves.
PORTAL, WORKERS = "mesa_portal", "mesa_workers"
#: login → the group that it belongs to.
STAFF = {
    "ana": "mesa_analyst",
    "olga": "mesa_analyst",
    "raul": "mesa_supervisor",
    "vera": "mesa_auditor",
    PORTAL: "",
    WORKERS: "",
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


class Entrances:
    """The database of a house, entered by the login of whoever acts; to be closed at the end."""

    def __init__(self) -> None:
        self.opened: dict[tuple[Engine, str], Engine] = {}

    def entered(self, house: House, login: str) -> House:
        """The same house, its database entered by that login, as will be by the processes that it starts."""
        at = (house.database, login)
        if at not in self.opened:
            url = house.database.url.render_as_string(hide_password=False)
            self.opened[at] = open_database(url_as(login, url))
        addresses = replace(house.addresses, database_url=url_as(login, house.addresses.database_url))
        return replace(house, database=self.opened[at], addresses=addresses)

    def close(self) -> None:
        """Let go of all connections."""
        for engine in self.opened.values():
            engine.dispose()

"""The portal and its visitors, to be attacked."""

from tests.portal.conftest import acme, browser, issuer, nobody, pen, portal_world, stranger, world

__all__ = ["acme", "browser", "issuer", "nobody", "pen", "portal_world", "stranger", "world"]

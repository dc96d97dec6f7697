"""All rooms of the portal: the one asked for most, then in the order in which a visitor comes through them."""

from fastapi import APIRouter

from backoffice.portal import (
    access_api,
    captcha,
    health,
    login,
    manual,
    notices,
    openapi,
    passwords,
    procedures,
    register,
    self_check,
    verification,
)
from backoffice.portal.certification import access, course, evidence, letters, papers, signing

ROOMS: tuple[APIRouter, ...] = (
    course.room,
    login.room,
    captcha.room,
    passwords.room,
    procedures.room,
    signing.room,
    evidence.room,
    papers.room,
    letters.room,
    access.room,
    notices.room,
    manual.room,
    self_check.room,
    verification.room,
    register.room,
    access_api.room,
    openapi.room,
    health.room,
)

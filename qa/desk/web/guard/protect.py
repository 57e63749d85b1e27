"""Puts the guard before an application."""

from __future__ import annotations

from fastapi import FastAPI

from qa.desk.web.context import Desk
from qa.desk.web.guard.bodies import Bodies
from qa.desk.web.guard.forgery import NoForgery
from qa.desk.web.guard.guard import Guard
from qa.desk.web.guard.headers import SafeHeaders
from qa.desk.web.guard.hosts import OwnHosts
from qa.desk.web.guard.identity import identifier
from qa.desk.web.guard.known import Known, KnownOnly
from qa.desk.web.guard.limits import Limits
from qa.desk.web.guard.origins import OwnOrigin
from qa.desk.web.guard.quiet import keep_quiet
from qa.desk.web.guard.rates import AtOnce, Rates


def protect(app: FastAPI, desk: Desk, limits: Limits | None = None) -> None:
    """Let nobody in but those whom the settings say, and nothing through that would do harm.

    A request passes these from the last to the first. Who is refused has cost little by then: a
    body is received only from those who are let in.
    """
    limits = limits or Limits()
    guard = Guard.of(desk, limits)
    app.state.guard = guard
    keep_quiet()
    app.add_middleware(NoForgery, guard=guard)
    app.add_middleware(Bodies, limits=limits, most=desk.settings.upload)
    app.add_middleware(AtOnce, most=limits.at_once)
    app.add_middleware(OwnOrigin)
    app.add_middleware(KnownOnly)
    app.add_middleware(Rates, guard=guard)
    app.add_middleware(Known, guard=guard, identify=identifier(desk, guard))
    app.add_middleware(OwnHosts, hosts=desk.settings.hosts)
    app.add_middleware(SafeHeaders, secure=desk.settings.secure)

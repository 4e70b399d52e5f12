"""The password that one has, asked for again before what a forgotten open window must not do."""

from __future__ import annotations

from kedang.core.base import NotFound
from kedang.core.db import Database

from . import passwords, store, throttle
from .errors import WrongPassword
from .model import Person
from .refusals import log_refusal


async def check_present(database: Database, person: Person, present: str, *, ip: str | None) -> None:
    """Check the present password of a person. Raises ``WrongPassword``, ``TooManyAttempts``."""
    if person.account is None:
        raise NotFound
    async with database.installation() as tx:
        charge = await throttle.charge(tx, f"account {person.account}", ip)
        account = await store.accounts.load(tx, person.account)
    if account is None or not await passwords.verify_password(account.password, present):
        await log_refusal(database, account, "password.refused", reason="wrong password", ip=ip)
        raise WrongPassword(field="present")
    async with database.installation() as tx:
        await throttle.take_back(tx, charge)

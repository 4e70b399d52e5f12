"""The model that worlds share: three objects with fields of every kind, and relations to one and to many between them."""

from __future__ import annotations

from .model import Field, Object

OPTIONS = ("C", "A", "B", "甲", "z9")

CUSTOMER = Object(
    "customer",
    "name",
    (
        Field("name", "text", search=True),
        Field("level", "choice", options=OPTIONS),
        Field("phone", "phone", search=True),
        Field("email", "email", search=True),
        Field("site", "url"),
        Field("note", "long_text", search=True),
        Field("code", "serial", search=True),
        Field("secret", "text", search=True),
        Field("amount", "money"),
        Field("score", "number"),
        Field("rate", "percent"),
        Field("since", "date"),
        Field("called", "datetime"),
        Field("vip", "boolean"),
        Field("uses", "choices", options=OPTIONS),
        Field("marks", "tags"),
        Field("keeper", "person"),
        Field("unit", "department"),
        Field("parent", "relation", target="customer"),
        Field("partners", "relations", target="customer"),
        Field("home", "address"),
    ),
)
PROJECT = Object(
    "project",
    "subject",
    (
        Field("subject", "text"),
        Field("alias", "text", search=True),
        Field("customer", "relation", target="customer"),
        Field("others", "relations", target="customer"),
        Field("stage", "choice", options=OPTIONS),
        Field("budget", "money"),
        Field("weight", "number"),
        Field("begins", "date"),
        Field("met", "datetime"),
        Field("leader", "person"),
        Field("marks", "tags"),
        Field("open", "boolean"),
        Field("hotline", "phone", search=True),
    ),
)
PAYMENT = Object(
    "payment",
    "memo",
    (
        Field("memo", "text"),
        Field("project", "relation", target="project"),
        Field("projects", "relations", target="project"),
        Field("payer", "relation", target="customer"),
        Field("amount", "money"),
        Field("share", "percent"),
        Field("paid", "date"),
        Field("booked", "datetime"),
        Field("mail", "email", search=True),
        Field("remark", "long_text", search=True),
        Field("place", "address"),
    ),
)
OBJECTS = {obj.key: obj for obj in (CUSTOMER, PROJECT, PAYMENT)}
ORDERS = {"customer": ("name", "-score", "since"), "project": ("-begins",), "payment": ("amount", "-paid")}  #: those that saved views are said to have

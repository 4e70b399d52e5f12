"""The toolkit of the edges: routes with a declared policy, the transaction of a request, problems, idempotency, answers.

An edge is a list of handlers. A handler asks for what it needs by the names of its parameters:

``tx``      the one transaction of the request, committed after the answer was encoded and before it is sent; the whole handler runs once
            more after a deadlock, so it does nothing that a rollback would not undo
``actor``   who is asking
``data``    the JSON body, decoded to its type (a ``Body``); ``body`` is the body as bytes, untouched
``once``    the outcome of an earlier request with the same ``Idempotency-Key``
``caller``  the request's circumstances: settings, address, language; opens transactions of its own where a handler asks for no ``tx``

and for path and query parameters as in Litestar. Every handler declares its policy: ``public``, ``signed_in`` (the verb checks the rest)
or ``manage:<what>``; a route without one does not start.

    from litestar.params import FromPath
    from kedang.web import Body, Once, Page, as_json, get, post

    class NewNote(Body, frozen=True):
        text: Text

    @get("/objects/{object:str}/records/{id:uuid}/notes", policy="signed_in")
    async def find(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID], limit: Limit = 50) -> Page[NoteShown]:
        ...                                    # a struct, or as_json(<bytes that PostgreSQL has built>), which goes out untouched

    @post("/objects/{object:str}/records/{id:uuid}/notes", policy="signed_in", status=201)
    async def add(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID], data: NewNote, once: Once) -> NoteShown:
        if earlier := await once.earlier():    # the same request again: read it under today's rights
            return show(await notes.get(tx, actor, earlier.record))
        note = await notes.add(tx, actor, RecordRef(object=object, id=id), text=data.text)
        await once.keep(record=note.id)
        return show(note)

    routes = [find, add]                       # app.py collects the lists; paths are below /api/v1

Errors of the five families become problem+json by themselves. A POST that only reads says so: ``post(..., reads=True)``; one that reaches
records by their ids only says ``keeps_plans=True``: then PostgreSQL keeps the plans of its statements. Where a condition of the caller's
decides, it calls ``tx.plan_anew()`` first.
``caller.after_commit(f)`` runs ``await f()`` once the transaction has been committed, for what lives outside the workspace.
"""

from .answers import Answer, FileAnswer, as_json
from .asgi import assemble
from .bodies import Body, Limit, Name, Page, Text
from .caller import Caller, caller_of
from .cookies import no_cookie, session_cookie
from .errors import HttpsRequired
from .idempotency import Earlier, IdempotencyMismatch, Once
from .invalid import FieldUnknown, from_message
from .problems import status_of
from .routes import delete, get, patch, post, put
from .services import Profile, RoleShown, Services

__all__ = [
    "Answer",
    "Body",
    "Caller",
    "Earlier",
    "FieldUnknown",
    "FileAnswer",
    "HttpsRequired",
    "IdempotencyMismatch",
    "Limit",
    "Name",
    "Once",
    "Page",
    "Profile",
    "RoleShown",
    "Services",
    "Text",
    "as_json",
    "assemble",
    "caller_of",
    "delete",
    "from_message",
    "get",
    "no_cookie",
    "patch",
    "post",
    "put",
    "session_cookie",
    "status_of",
]

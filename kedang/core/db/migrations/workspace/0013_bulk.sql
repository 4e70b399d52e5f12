-- Changes of many records: who asked for what, how far it is, and which records it is about. The id is that of the batch in the history.
create table {schema}.bulk (
    id uuid constraint bulk_pkey primary key,
    actor uuid not null,
    at timestamptz not null,
    object text not null,                    -- its key
    action text not null constraint bulk_action_check check (action in ('set', 'tags', 'delete', 'restore')),
    body jsonb not null,                     -- set: the values; tags: {{field, add, remove}}
    reason text,
    language text not null,
    state text not null constraint bulk_state_check check (
        state in ('waiting', 'running', 'cancelling', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
    total bigint not null,                   -- records that were picked
    changed bigint not null default 0,
    unchanged bigint not null default 0,     -- those that were so already
    refused bigint not null default 0,
    reverted bigint not null default 0,      -- of the undo
    kept bigint not null default 0,          -- what the undo left: touched since, or not to be changed
    error text,
    ended_at timestamptz
);
create index bulk_actor_idx on {schema}.bulk (actor, at desc, id desc);
create index bulk_at_idx on {schema}.bulk (at);

create table {schema}.bulk_row (
    bulk uuid not null constraint bulk_row_bulk_fkey references {schema}.bulk on delete cascade,
    place bigint not null,
    record uuid not null,
    state text not null default 'waiting',   -- waiting changed unchanged refused; of the undo: reverted kept
    code text,                               -- why it was refused or kept
    en text,
    zh text,
    constraint bulk_row_pkey primary key (bulk, place)
);
create index bulk_row_state_idx on {schema}.bulk_row (bulk, state, place);

grant select, insert, update, delete on {schema}.bulk to {role};
grant select, insert, update, delete on {schema}.bulk_row to {role};

-- Exports: who asked for what, how far it is, and until when the file is kept. The files themselves lie in the data folder.
create table {schema}.export (
    id uuid constraint export_pkey primary key,
    actor uuid not null,
    at timestamptz not null,
    state text not null constraint export_state_check check (state in ('waiting', 'running', 'done', 'failed')),
    format text not null constraint export_format_check check (format in ('xlsx', 'csv', 'zip')),
    object text,                             -- its key; none: the whole workspace
    query jsonb not null default '{{}}',     -- as it was asked, without what belongs to pages
    with_ids boolean not null default false,
    with_history boolean not null default false,
    language text not null,
    name text not null,                      -- what the file is called
    total bigint not null default 0,         -- rows that were counted when it was asked for
    rows bigint not null default 0,          -- rows that are written
    left_out bigint not null default 0,      -- rows that may be seen and not exported
    cut bigint not null default 0,           -- cells too long for a workbook
    bytes bigint,
    error text,
    ended_at timestamptz,
    expires_at timestamptz not null
);
create index export_actor_idx on {schema}.export (actor, at desc);
create index export_expires_idx on {schema}.export (expires_at);

grant select, insert, update, delete on {schema}.export to {role};

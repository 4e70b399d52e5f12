-- Imports of spreadsheets: what was uploaded, what each row means, what became of it.
create table {schema}.import (
    id uuid constraint import_pkey primary key,
    actor uuid,
    at timestamptz not null,
    state text not null constraint import_state_check check (state in ('planned', 'running', 'done', 'failed', 'undone')),
    choices jsonb not null default '{{}}',   -- duplicates: skip fill update create; which proposals are accepted
    files jsonb not null,                    -- [{{name, bytes, sha256}}]
    tables jsonb not null default '[]',      -- for each table: file, sheet, object, columns, ignored rows
    proposals jsonb not null default '{{}}',
    batch uuid,
    started_at timestamptz,
    ended_at timestamptz,
    error text
);
create table {schema}.import_row (
    import uuid not null constraint import_row_import_fkey references {schema}.import on delete cascade,
    place integer not null,                  -- which table of the import, from 0
    number integer not null,                 -- which row of its sheet, from 1
    object text not null,
    cells jsonb not null,                    -- as they were, as texts
    "values" jsonb not null default '{{}}',  -- fields in JSON form
    names jsonb not null default '{{}}',     -- fields that name something which must be found
    words jsonb not null default '{{}}',     -- fields whose word is no option yet
    also jsonb not null default '[]',        -- other records that the row writes: [{{object, values, names}}]
    state text not null constraint import_row_state_check check (state in ('new', 'updated', 'merged', 'doubtful', 'refused')),
    into_number integer,                     -- of a merged row: the row of the same table that it is the same as
    matches jsonb not null default '[]',     -- what it may be the same as: [{{row | record, score, reasons}}]
    reasons jsonb not null default '[]',     -- [{{field, code, en, zh, value}}]
    unmatched jsonb not null default '[]',   -- references that lead nowhere: [{{field, name, code}}]
    record uuid,
    written_at timestamptz,
    constraint import_row_pkey primary key (import, place, number)
);
create index import_row_waiting_idx on {schema}.import_row (import, place, number) where written_at is null and state in ('new', 'updated');
create index import_row_state_idx on {schema}.import_row (import, state);

grant select, insert, update, delete on {schema}.import, {schema}.import_row to {role};

-- What a person keeps at hand: stars on records and lists, and the records that she looked at last.
create table {schema}.favourite (
    id uuid constraint favourite_pkey primary key,
    person uuid not null constraint favourite_person_fkey references {schema}.person on delete cascade,
    object integer not null,
    record uuid,                             -- none: a list of the object
    search text not null default '',         -- of a list: how it is filtered and sorted, as in the address of its page
    name text not null default '',           -- of a list: what the person calls it
    at timestamptz not null,
    constraint favourite_once unique nulls not distinct (person, object, record, search)
);
create table {schema}.visit (
    person uuid not null constraint visit_person_fkey references {schema}.person on delete cascade,
    object integer not null,
    record uuid not null,
    at timestamptz not null,
    constraint visit_pkey primary key (person, record)
);
create index visit_person_idx on {schema}.visit (person, at desc);

-- What somebody should know. Titles are not kept: they are read under the rights of the moment.
create table {schema}.notice (
    id uuid constraint notice_pkey primary key,
    person uuid not null constraint notice_person_fkey references {schema}.person on delete cascade,
    kind text not null,
    object integer,
    record uuid,                             -- none: it is not about one record
    actor uuid,                              -- who did it; none: the system
    body jsonb not null default '{{}}',
    at timestamptz not null,
    read_at timestamptz
);
create index notice_person_idx on {schema}.notice (person, id desc);
create index notice_unread_idx on {schema}.notice (person) where read_at is null;
create index notice_at_idx on {schema}.notice (at);
create table {schema}.notice_mute (
    person uuid not null constraint notice_mute_person_fkey references {schema}.person on delete cascade,
    object integer not null,
    record uuid not null,
    at timestamptz not null,
    constraint notice_mute_pkey primary key (person, record)
);

grant select, insert, update, delete on {schema}.favourite, {schema}.visit, {schema}.notice, {schema}.notice_mute to {role};

-- Saved views: named ways to look at the list of an object. They are definitions of lists, never of rights.
create table {schema}.view (
    id uuid constraint view_pkey primary key,
    object integer not null,                 -- the number of its object
    kind text not null constraint view_kind_check check (kind in ('personal', 'team')),
    person uuid constraint view_person_fkey references {schema}.person on delete cascade,   -- whose it is; none: the team's
    roles text[] not null default '{{}}',    -- of a team view: who sees it; none: everybody
    label jsonb not null,
    look jsonb not null,                     -- where, sort, search, columns, frozen, row_height
    is_locked boolean not null default false,
    version bigint not null default 1,
    made_at timestamptz not null,
    changed_at timestamptz not null,
    changed_by uuid,
    deleted_at timestamptz,
    constraint view_whose_check check ((kind = 'personal') = (person is not null))
);
create index view_team_idx on {schema}.view (object) where kind = 'team';
create index view_person_idx on {schema}.view (person, object) where kind = 'personal';
create index view_deleted_idx on {schema}.view (deleted_at) where deleted_at is not null;

-- How a person has put the tabs of an object, and with which she begins.
create table {schema}.view_person (
    person uuid not null constraint view_person_person_fkey references {schema}.person on delete cascade,
    object integer not null,
    ordering uuid[] not null default '{{}}',
    begins_with text not null default '',    -- the id of a view, all, or nothing: as her roles say
    constraint view_person_pkey primary key (person, object)
);

-- With which view the people of a role begin.
create table {schema}.view_role (
    role text not null,
    object integer not null,
    view uuid not null constraint view_role_view_fkey references {schema}.view on delete cascade,
    constraint view_role_pkey primary key (role, object)
);
grant select, insert, update, delete on {schema}.view, {schema}.view_person, {schema}.view_role to {role};

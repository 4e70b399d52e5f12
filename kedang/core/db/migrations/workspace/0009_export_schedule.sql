-- Periodic whole exports: when they are made and how many files stay; and exports that belong to the workspace, not to a person.
create table {schema}.export_schedule (
    id integer constraint export_schedule_pkey primary key constraint export_schedule_one_check check (id = 1),
    every text not null constraint export_schedule_every_check check (every in ('off', 'daily', 'weekly', 'monthly')),
    weekday integer not null constraint export_schedule_weekday_check check (weekday between 1 and 7),    -- Monday is 1
    day integer not null constraint export_schedule_day_check check (day between 1 and 31),               -- of a month; a shorter one has its last
    time text not null,                      -- 02:30, in the workspace's zone
    keep integer not null constraint export_schedule_keep_check check (keep between 1 and 52),
    with_history boolean not null,
    version bigint not null,
    changed_at timestamptz not null,
    changed_by uuid                          -- none: the operator
);
grant select, insert, update on {schema}.export_schedule to {role};

alter table {schema}.export add column is_periodic boolean not null default false;
alter table {schema}.export alter column actor drop not null;
alter table {schema}.export alter column expires_at drop not null;      -- a periodic one stays until newer ones take its place
alter table {schema}.export add constraint export_periodic_check check (is_periodic = (actor is null) and is_periodic = (expires_at is null));
create index export_periodic_idx on {schema}.export (at desc, id desc) where is_periodic;

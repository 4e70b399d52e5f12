-- Deliveries of events, schedules that emit events, and the partitions of the months to come.
alter table {schema}.outbox add column remaining integer not null default 0;    -- reactions that have not ended yet

-- One row for each event and reaction once it has ended or failed: what makes an effect happen once.
create table {schema}.delivery (
    event uuid not null constraint delivery_event_fkey references {schema}.outbox on delete cascade,
    reaction text not null,
    attempts integer not null default 0,    -- that failed
    done_at timestamptz,
    dead_at timestamptz,                    -- gave up: shown to administrators, who may try again
    next_at timestamptz,
    error text,
    constraint delivery_pkey primary key (event, reaction)
);
create index delivery_dead_idx on {schema}.delivery (dead_at) where dead_at is not null;

alter table {schema}.schedule
    add column zone text,                   -- the workspace's own if none is given
    add column kind text not null,          -- of the event that is emitted
    add column body jsonb not null default '{{}}';
create index schedule_next_idx on {schema}.schedule (next_at);

-- Partitions up to a month, also for months whose rows lie in the rest already.
create function {schema}.add_partitions(until date) returns integer
language plpgsql security definer set search_path = {schema}, pg_temp as $$
declare
    parent text;
    month date;
    part text;
    made integer := 0;
begin
    foreach parent in array array['change', 'audit_event'] loop
        for month in select generate_series(date_trunc('month', now()), until, '1 month')::date loop
            part := parent || to_char(month, '_YYYYMM');
            continue when to_regclass(part) is not null;
            execute format('create table %I (like %I including defaults including constraints)', part, parent);
            execute format('with moved as (delete from %I where at >= %L and at < %L returning *) insert into %I select * from moved',
                parent || '_rest', month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00', part);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                parent, part, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
            made := made + 1;
        end loop;
    end loop;
    return made;
end $$;
revoke execute on function {schema}.add_partitions from public;
grant execute on function {schema}.add_partitions to {role};

grant usage on schema jobs to {role};
grant execute on function jobs.relay, jobs.is_idle to {role};
grant select, insert, update, delete on {schema}.delivery to {role};
revoke truncate on {schema}.audit_event, {schema}.change from {role};

-- A partition is reached through its parent only; rights of its own would be a way round what the parent refuses.
do $$
declare
    part regclass;
begin
    for part in select inhrelid::regclass from pg_inherits where inhparent in ('{schema}.change'::regclass, '{schema}.audit_event'::regclass) loop
        execute format('revoke all on %s from {role}', part);
    end loop;
end $$;

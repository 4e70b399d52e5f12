-- The demonstration: what is wished of it, how far it is, and where it lies. One row, none before it was asked for the first time.
create table kedang.demo (
    id integer constraint demo_pkey primary key default 1 constraint demo_one check (id = 1),
    state text not null constraint demo_state_check check (state in ('waiting', 'loading', 'ready', 'failed', 'leaving', 'absent')),
    workspace integer,
    newest integer not null default 0,     -- the highest number that a workspace of it ever had: none is used again
    people jsonb not null default '[]',    -- as whom one can look at it
    done integer not null default 0,
    total integer not null default 0,
    changed_at timestamptz not null
);
grant select, insert, update, delete on kedang.demo to kd_base;

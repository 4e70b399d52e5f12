-- Backups: when they are made and how many stay, and how the last ones and the restore tests went. The backups themselves are folders.
create table kedang.backup_plan (
    id integer constraint backup_plan_pkey primary key default 1 constraint backup_plan_one check (id = 1),
    every text not null constraint backup_plan_every_check check (every in ('daily', 'weekly')),
    weekday integer not null constraint backup_plan_weekday_check check (weekday between 1 and 7),
    time text not null,                    -- in the installation's zone
    keep integer not null constraint backup_plan_keep_check check (keep >= 1),
    version integer not null,
    changed_at timestamptz not null
);

create table kedang.backup_run (
    id uuid constraint backup_run_pkey primary key,
    what text not null constraint backup_run_what_check check (what in ('backup', 'test')),
    kind text not null constraint backup_run_kind_check check (kind in ('manual', 'nightly', 'migration')),
    state text not null constraint backup_run_state_check check (state in ('waiting', 'running', 'done', 'failed')),
    at timestamptz not null,
    ended_at timestamptz,
    step text not null default '',
    done integer not null default 0,
    total integer not null default 0,
    folder text,                           -- the name of the backup that was made or tested
    report jsonb,                          -- of a test: what was compared
    error text, error_zh text, error_en text,
    told_at timestamptz                    -- when administrators were told of a failure
);
create index backup_run_at on kedang.backup_run (at desc, id desc);

grant select, insert, update, delete on kedang.backup_plan, kedang.backup_run to kd_base;
grant select on jobs.schedule to kd_base;  -- when the next one is due

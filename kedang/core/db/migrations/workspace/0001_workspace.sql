-- One workspace. {schema} is its schema, {role} its role of the database, {model} the role that owns the tables of its records.
create table {schema}.revision (
    id integer constraint revision_pkey primary key default 1 constraint revision_one check (id = 1),
    schema_revision bigint not null default 1,
    policy_revision bigint not null default 1,
    state text not null default 'active',
    name text not null,
    language text not null default 'zh',
    zone text not null default 'Asia/Shanghai',
    currency text not null default 'CNY',
    cursor_key bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
    migration integer not null default 0
);

create table {schema}.department (
    id uuid constraint department_pkey primary key,
    name text not null,
    name_sort text not null,
    parent uuid constraint department_parent_fkey references {schema}.department,
    retired_at timestamptz,
    created_at timestamptz not null
);
create index department_parent_idx on {schema}.department (parent);

create table {schema}.person (
    id uuid constraint person_pkey primary key,
    name text not null,
    name_sort text not null,
    email text constraint person_email_key unique,
    mobile text constraint person_mobile_key unique,
    staff_number text constraint person_staff_number_key unique,
    account uuid,                      -- in the installation; none for people who never sign in
    status text not null default 'active' constraint person_status_check check (status in ('active', 'disabled')),
    epoch integer not null default 0,  -- raised whenever every credential of hers must end
    language text not null default 'zh',
    note text,
    created_at timestamptz not null
);
create index person_name_idx on {schema}.person (name_sort, id);

create table {schema}.person_department (
    person uuid not null constraint person_department_person_fkey references {schema}.person on delete cascade,
    department uuid not null constraint person_department_department_fkey references {schema}.department,
    position integer not null default 0,
    constraint person_department_pkey primary key (person, department)
);
create table {schema}.person_role (
    person uuid not null constraint person_role_person_fkey references {schema}.person on delete cascade,
    role text not null,
    constraint person_role_pkey primary key (person, role)
);

create table {schema}.credential (
    id uuid constraint credential_pkey primary key,
    hash bytea not null constraint credential_hash_key unique,
    person uuid not null constraint credential_person_fkey references {schema}.person on delete cascade,
    kind text not null constraint credential_kind_check check (kind in ('session', 'api_token')),
    name text not null default '',
    scopes text[],                     -- of an API token: none means all that the person may do
    epoch integer not null,
    csrf text,
    ip text,
    agent text,
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index credential_person_idx on {schema}.credential (person);

-- Every definition with all its revisions; the highest revision counts.
create table {schema}.definition (
    kind text not null,
    key text not null,
    revision bigint not null,
    body jsonb not null,
    is_retired boolean not null default false,
    made_at timestamptz not null,
    made_by uuid,
    constraint definition_pkey primary key (kind, key, revision)
);

-- Where records lie: an object's table is o_<number>, a field's column f_<column>, a to-many relation's table l_<field>.
create table {schema}.object_table (
    number integer constraint object_table_pkey primary key,
    key text not null constraint object_table_key_key unique,
    columns_used integer not null default 0
);
create table {schema}.field_column (
    id integer constraint field_column_pkey primary key,
    object integer not null constraint field_column_object_fkey references {schema}.object_table,
    key text not null,
    kind text not null,
    columns integer[] not null,        -- the numbers of its columns; none for a to-many relation
    retired_at timestamptz,
    constraint field_column_key_key unique (object, key)
);

create table {schema}.model_change (
    id uuid constraint model_change_pkey primary key,
    object integer,
    field integer,
    kind text not null,
    body jsonb not null,
    state text not null constraint model_change_state_check check (state in ('running', 'done', 'failed')),
    progress jsonb not null default '{{}}',
    started_at timestamptz not null,
    ended_at timestamptz
);
-- Values that a type change could not convert, kept for good.
create table {schema}.conversion_loss (
    field integer not null,
    record uuid not null,
    change uuid not null,
    value jsonb not null,
    at timestamptz not null,
    constraint conversion_loss_pkey primary key (field, record, change)
);

-- History: one row per record and commit. Never deleted, but erasable.
create table {schema}.change (
    id uuid not null,
    at timestamptz not null,
    object integer not null,
    record uuid not null,
    version integer not null,
    kind text not null,                -- created updated deleted restored merged unmerged
    actor uuid,
    via text not null,
    reason text,
    batch uuid,
    delta jsonb,                       -- {{"<field id>": [old, new]}}; none for a creation
    salt bytea not null,
    constraint change_pkey primary key (id, at)
) partition by range (at);
create index change_record_idx on {schema}.change (record, version desc);
create index change_batch_idx on {schema}.change (batch) where batch is not null;
create table {schema}.change_rest partition of {schema}.change default;

create table {schema}.audit_event (
    id uuid not null,
    seq bigint,
    at timestamptz not null,
    actor_kind text not null,
    actor uuid,
    via text not null,
    credential uuid,
    ip text,
    request text,
    action text not null,
    object integer,
    record uuid,
    record_version integer,
    outcome text not null default 'ok' constraint audit_event_outcome_check check (outcome in ('ok', 'denied', 'error')),
    reason text,
    body jsonb not null default '{{}}',
    leaf bytea,
    constraint audit_event_pkey primary key (id, at)
) partition by range (at);
create index audit_event_unsealed_idx on {schema}.audit_event (at, id) where seq is null;
create index audit_event_record_idx on {schema}.audit_event (record, at);
create table {schema}.audit_event_rest partition of {schema}.audit_event default;

create table {schema}.outbox (
    id uuid constraint outbox_pkey primary key,
    at timestamptz not null,
    kind text not null,
    body jsonb not null,
    deferred_at timestamptz,
    done_at timestamptz,
    attempts integer not null default 0,
    error text
);
create index outbox_waiting_idx on {schema}.outbox (at, id) where deferred_at is null;
create index outbox_deferred_idx on {schema}.outbox (deferred_at) where deferred_at is not null and done_at is null;

create table {schema}.schedule (
    key text constraint schedule_pkey primary key,
    every text not null,               -- a cron line of five fields in the workspace's zone
    next_at timestamptz not null
);

create table {schema}.idempotency (
    actor uuid not null,
    key text not null,
    route text not null,
    digest bytea not null,
    status integer not null,
    object text,
    record uuid,
    answer jsonb,                      -- ids and versions only; records are read again under today's rights
    at timestamptz not null,
    constraint idempotency_pkey primary key (actor, key)
);
create index idempotency_at_idx on {schema}.idempotency (at);

-- One record shared with one person or one department, to read or to edit.
create table {schema}.share (
    id uuid constraint share_pkey primary key,
    object integer not null,
    record uuid not null,
    person uuid constraint share_person_fkey references {schema}.person on delete cascade,
    department uuid constraint share_department_fkey references {schema}.department,
    level text not null constraint share_level_check check (level in ('read', 'edit')),
    until timestamptz,
    made_by uuid,
    made_at timestamptz not null,
    constraint share_one_principal check ((person is null) <> (department is null)),
    constraint share_person_key unique (object, record, person),
    constraint share_department_key unique (object, record, department)
);
create index share_of_person_idx on {schema}.share (person, object, record);
create index share_of_department_idx on {schema}.share (department, object, record);

-- How many live records an owner and a department have: what the compiler plans by. Recounted by a job.
create table {schema}.record_count (
    object integer not null,
    owner uuid,
    department uuid,
    live bigint not null,
    id bigint generated always as identity constraint record_count_pkey primary key
);
create index record_count_object_idx on {schema}.record_count (object);

create table {schema}.serial (
    object integer not null,
    field integer not null,
    period text not null default '',
    next bigint not null,
    constraint serial_pkey primary key (object, field, period)
);

create table {schema}.batch (
    id uuid constraint batch_pkey primary key,
    kind text not null,                -- batch import merge
    object integer,
    actor uuid,
    at timestamptz not null,
    summary jsonb not null default '{{}}',
    undone_at timestamptz,
    undone_by uuid
);

-- A record that was merged away, and the one that stands for it.
create table {schema}.merged (
    record uuid constraint merged_pkey primary key,
    into_record uuid not null,
    batch uuid not null
);
create index merged_into_idx on {schema}.merged (into_record);

-- Search: a row per record and reading class.
create table {schema}.search_text (
    object integer not null,
    record uuid not null,
    class integer not null default 0,  -- 0 is the title, else the id of a field
    owner uuid,
    department uuid,
    at timestamptz not null,
    text text not null,                -- folded
    grams text[] not null,             -- characters and bigrams of the folded text
    pinyin text not null default '',
    initials text not null default '',
    constraint search_text_pkey primary key (record, class)
);
create index search_text_grams_idx on {schema}.search_text using gin (grams);
create index search_text_initials_idx on {schema}.search_text using gin (initials kd.gin_trgm_ops) where class = 0;
create index search_text_pinyin_idx on {schema}.search_text using gin (pinyin kd.gin_trgm_ops) where class = 0;
create index search_text_owner_idx on {schema}.search_text (owner, at desc);

select kd.partition({schema_text}, 'change', (date_trunc('month', now()) + make_interval(months => n))::date) from generate_series(0, 2) n;
select kd.partition({schema_text}, 'audit_event', (date_trunc('month', now()) + make_interval(months => n))::date) from generate_series(0, 2) n;

-- The first call of every transaction: the workspace's revisions and the person behind a credential.
create function {schema}.enter(secret bytea, at timestamptz)
returns table (schema_revision bigint, policy_revision bigint, state text, name text, language text, zone text, currency text,
    credential uuid, credential_kind text, scopes text[], csrf text, person uuid, person_name text, person_language text)
language sql stable security definer set search_path = {schema}, pg_temp as $$
    select r.schema_revision, r.policy_revision, r.state, r.name, r.language, r.zone, r.currency,
        c.id, c.kind, c.scopes, c.csrf, p.id, p.name, p.language
    from revision r
    left join credential c on c.hash = secret and c.revoked_at is null and c.expires_at > at
    left join person p on p.id = c.person and p.status = 'active' and p.epoch = c.epoch
$$;
revoke execute on function {schema}.enter from public;
grant execute on function {schema}.enter to kd_app;

grant usage on schema {schema} to {role}, {model}, kd_app;
grant create on schema {schema} to {model};
grant select, insert, update, delete on all tables in schema {schema} to {role};
revoke update, delete on {schema}.audit_event, {schema}.change from {role};
grant select on {schema}.revision, {schema}.object_table, {schema}.field_column to {model};
grant references on {schema}.person, {schema}.department to {model};

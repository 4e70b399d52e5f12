-- Installation: workspaces, accounts, logins, one-time links. Functions that every workspace uses live in schema kd.
create schema kd authorization kd_owner;
grant usage on schema kd to public;
create schema kedang authorization kd_owner;
grant usage on schema kedang to kd_base;

create table kedang.workspace (
    id integer constraint workspace_pkey primary key,
    name text not null,
    is_demo boolean not null default false,
    state text not null default 'active' constraint workspace_state_check check (state in ('active', 'suspended')),
    migration integer not null default 0,
    created_at timestamptz not null
);

create table kedang.account (
    id uuid constraint account_pkey primary key,
    password text,                     -- a PHC string (Argon2id), or none before the first sign-in
    epoch integer not null default 0,
    status text not null default 'active' constraint account_status_check check (status in ('active', 'disabled')),
    created_at timestamptz not null
);

-- What may be typed at sign-in: e-mail, mobile or staff number, folded. Several for one account.
create table kedang.login (
    login text constraint login_pkey primary key,
    account uuid not null constraint login_account_fkey references kedang.account on delete cascade
);
create index login_account_idx on kedang.login (account);

create table kedang.membership (
    account uuid not null constraint membership_account_fkey references kedang.account on delete cascade,
    workspace integer not null constraint membership_workspace_fkey references kedang.workspace on delete cascade,
    person uuid not null,
    is_default boolean not null default false,
    constraint membership_pkey primary key (account, workspace)
);

create table kedang.one_time_link (
    hash bytea constraint one_time_link_pkey primary key,
    purpose text not null constraint one_time_link_purpose_check check (purpose in ('setup', 'invite', 'reset')),
    workspace integer,
    person uuid,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null
);

create table kedang.throttle (
    subject text constraint throttle_pkey primary key,   -- 'account:…' or 'address:…', hashed
    failures integer not null,
    until timestamptz not null,
    at timestamptz not null
);

grant select, insert, update, delete on all tables in schema kedang to kd_base;

-- The form in which texts are compared: NFKC, then full case folding. Python's kedang.core.base.fold agrees.
create function kd.fold(value text) returns text language sql immutable parallel safe strict
return casefold(normalize(value, NFKC) collate "pg_unicode_fast");

create function kd.partition(owner_schema text, parent text, month date) returns void language plpgsql as $$
begin
    execute format('create table if not exists %I.%I partition of %I.%I for values from (%L) to (%L)',
        owner_schema, parent || to_char(month, '_YYYYMM'), owner_schema, parent,
        date_trunc('month', month)::date::text || ' 00:00:00+00', (date_trunc('month', month) + interval '1 month')::date::text || ' 00:00:00+00');
end $$;
revoke execute on function kd.partition from public;

-- A number as JSON: a number of at most 15 significant digits, else a string.
create function kd.shown_number(n numeric) returns json language sql immutable parallel safe strict
return case when length(rtrim(ltrim(replace(abs(n)::text, '.', ''), '0'), '0')) <= 15 then to_json(trim_scale(n)) else to_json(trim_scale(n)::text) end;

-- A moment as RFC 3339 in UTC, to the second.
create function kd.shown_moment(m timestamptz) returns text language sql immutable parallel safe strict
return to_char(m at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

create function kd.mask_phone(value text) returns text language sql immutable parallel safe strict
return case when length(value) >= 8 then left(value, 3) || '****' || right(value, 4) else '***' end;

-- A number of each currency by itself: {"CNY": "12.50"}. The compiler takes the quicker road of two steps where only one field of money is measured.
create function kd.by_currency_step(state jsonb, op text, amount numeric, currency text) returns jsonb language plpgsql immutable parallel safe as $$
declare part jsonb := state -> currency;
begin
    if amount is null or currency is null then
        return state;
    end if;
    if part is null then
        return state || jsonb_build_object(currency, jsonb_build_object('op', op, 's', amount, 'n', 1, 'a', amount, 'z', amount));
    end if;
    return state || jsonb_build_object(currency, jsonb_build_object('op', op, 's', (part ->> 's')::numeric + amount, 'n', (part ->> 'n')::bigint + 1,
        'a', least((part ->> 'a')::numeric, amount), 'z', greatest((part ->> 'z')::numeric, amount)));
end $$;
create function kd.by_currency_end(state jsonb) returns json language sql immutable parallel safe as $$
    select coalesce(json_object_agg(key, case value ->> 'op'
        when 'sum' then value ->> 's' when 'min' then value ->> 'a' when 'max' then value ->> 'z'
        else ((value ->> 's')::numeric / (value ->> 'n')::numeric)::text end order by key), '{}') from jsonb_each(state)
$$;
create aggregate kd.by_currency(text, numeric, text) (sfunc = kd.by_currency_step, stype = jsonb, initcond = '{}', finalfunc = kd.by_currency_end);

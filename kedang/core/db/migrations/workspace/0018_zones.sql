-- In which time zone a person reads times; none: the workspace's.
alter table {schema}.person add column zone text;

drop function {schema}.enter(bytea, timestamptz);
create function {schema}.enter(secret bytea, at timestamptz)
returns table (schema_revision bigint, policy_revision bigint, state text, name text, language text, zone text, currency text,
    credential uuid, credential_kind text, scopes text[], csrf text, person uuid, person_name text, person_language text, person_zone text)
language sql stable security definer set search_path = {schema}, pg_temp as $$
    select r.schema_revision, r.policy_revision, r.state, r.name, r.language, r.zone, r.currency,
        c.id, c.kind, c.scopes, c.csrf, p.id, p.name, p.language, p.zone
    from revision r
    left join credential c on c.hash = secret and c.revoked_at is null and c.expires_at > at
    left join person p on p.id = c.person and p.status = 'active' and p.epoch = c.epoch
$$;
revoke execute on function {schema}.enter from public;
grant execute on function {schema}.enter to kd_app;

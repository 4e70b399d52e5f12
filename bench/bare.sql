-- The yardstick's SQL, written by hand. Each part begins with "-- name:"; {word} stands for a part or, within a statement, for the column of a field
-- of the customer; %(word)s is a parameter. A scope is "own" (her records and those shared with her) or "tree" (her departments and those below, and shared).

-- name: caller
select c.person, c.id as credential,
    array(select s.record from share s where s.object = {number} and s.person = c.person and (s.until is null or s.until > %(now)s)) as shared,
    array(select s.record from share s where s.object = {number} and s.person = c.person and s.level = 'edit' and (s.until is null or s.until > %(now)s)) as edited
from credential c join person p on p.id = c.person
where c.hash = %(hash)s and c.revoked_at is null and c.expires_at > %(now)s and p.status = 'active' and p.epoch = c.epoch

-- name: in_own
(t.owner = %(person)s or t.id = any(%(shared)s))

-- name: in_tree
(t.department = any(%(departments)s) or t.id = any(%(shared)s))

-- name: may_own
(t.owner = %(person)s or t.id = any(%(edited)s))

-- name: may_tree
(t.department = any(%(departments)s) or t.id = any(%(edited)s))

-- name: parent_own
(p.owner = %(person)s or p.id = any(%(shared)s))

-- name: parent_tree
(p.department = any(%(departments)s) or p.id = any(%(shared)s))

-- name: shape
left((select row_to_json(j)::text from (select
    t.id, t.version, t.title,
    (select json_build_object('id', p.id, 'title', p.name) from person p where p.id = t.owner) as owner,
    (select json_build_object('id', d.id, 'title', d.name) from department d where d.id = t.department) as department,
    t.state, kd.shown_moment(t.created_at) as created_at,
    (select json_build_object('id', p.id, 'title', p.name) from person p where p.id = t.created_by) as created_by,
    kd.shown_moment(t.updated_at) as updated_at,
    (select json_build_object('id', p.id, 'title', p.name) from person p where p.id = t.updated_by) as updated_by,
    t.{name} as name, t.{short_name} as short_name, t.{level} as level, t.{industry} as industry, t.{province} as province, t.{city} as city,
    case when t.id = any(%(shared)s) then t.{phone} else kd.mask_phone(t.{phone}) end as phone, t.{email} as email, t.{credit_code} as credit_code,
    case when t.{amount} is not null then json_build_object('amount', t.{amount}::text, 'currency', t.{amount_2}) end as amount,
    kd.shown_number(t.{employees}) as employees, kd.shown_number(t.{discount}) as discount, t.{founded} as founded,
    kd.shown_moment(t.{last_contact}) as last_contact, t.{is_key} as is_key, t.{source} as source, t.{tags} as tags, t.{remark} as remark,
    (select json_build_object('id', p.id, 'title', p.title) from {customer} p where p.id = t.{parent} and p.deleted_at is null and {parent_scope}) as parent,
    (select json_build_object('id', c.id, 'title', c.title) from {contact} c where c.id = t.{contact_id} and c.deleted_at is null) as contact
) j), -1)
|| case when t.id = any(%(shared)s) then '' else ',"_masked":["phone"]' end
|| case when cardinality(%(edited)s::uuid[]) = 0 or t.id = any(%(edited)s) then '' when {may} then ',"_read_only":["phone"]'
    else ',"_read_only":["title","name","short_name","level","industry","province","city","phone","email","credit_code","amount","employees","discount",'
        || '"founded","last_contact","is_key","source","tags","remark","parent","contact"]' end
|| case when {may} then '' else ',"_can":{{"update": false}}' end
|| '}}'

-- name: top_own
select t.id, {key} as k from {customer} t where t.owner = %(person)s and t.deleted_at is null {more} order by {order} limit {limit}

-- name: top_tree
select x.* from unnest(%(departments)s) d (id) cross join lateral (
    select t.id, {key} as k from {customer} t where t.department = d.id and t.deleted_at is null {more} order by {order} limit {limit}
) x

-- name: top_shared
select t.id, {key} as k from {customer} t where t.id = any(%(shared)s) and t.deleted_at is null {more} order by {order} limit {limit}

-- name: page
select {shape} as j
from (select u.id, row_number() over (order by {outer}) as n from ({arms}) u order by n limit {limit}) x
join {customer} t on t.id = x.id order by x.n

-- name: offset
select {shape} as j
from (select t.id, row_number() over (order by {order}) as n from {customer} t where t.deleted_at is null and {scope} order by {order} limit 50 offset %(offset)s) x
join {customer} t on t.id = x.id order by x.n

-- name: get
select {shape} as j from {customer} t where t.id = %(id)s and t.deleted_at is null and {scope}

-- name: sum
select json_build_object('key', json_build_array(g.province), 'measures', json_build_array(json_object_agg(g.currency, g.amount::text), sum(g.n)::bigint))::text as j
from (
    select t.{province} as province, t.{amount_2} as currency, sum(t.{amount}) as amount, count(*) as n
    from {customer} t where t.deleted_at is null and {scope} group by 1, 2
) g
group by g.province order by array_position({provinces}, g.province)

-- name: create
with t as (
    insert into {customer} (id, title, title_sort, owner, department, created_at, created_by, updated_at, updated_by, source,
        {name}, {name_2}, {short_name}, {short_name_2}, {level}, {industry}, {province}, {city}, {city_2}, {email}, {credit_code}, {credit_code_2},
        {amount}, {amount_2}, {employees}, {founded}, {last_contact}, {is_key}, {tags}, {remark}, {contact_id})
    values (%(id)s, %(name)s, %(name_2)s, %(person)s, %(department)s, %(now)s, %(person)s, %(now)s, %(person)s, 'api_token',
        %(name)s, %(name_2)s, %(short_name)s, %(short_name_2)s, %(level)s, %(industry)s, %(province)s, %(city)s, %(city_2)s, %(email)s, %(credit_code)s,
        %(credit_code)s, %(amount)s, %(currency)s, %(employees)s, %(founded)s, %(last_contact)s, %(is_key)s, %(tags)s, %(remark)s,
        (select c.id from {contact} c where c.id = %(contact)s and c.deleted_at is null))
    returning *
), log as (
    insert into audit_event (id, at, actor_kind, actor, via, credential, ip, request, action, object, record, record_version, body)
    values (%(audit)s, %(now)s, 'person', %(person)s, 'api_token', %(credential)s, '127.0.0.1', %(request)s::text, 'record.created', {number}, %(id)s, 1, %(digest)s)
), past as (
    insert into change (id, at, object, record, version, kind, actor, via, salt)
    values (%(change)s, %(now)s, {number}, %(id)s, 1, 'created', %(person)s, 'api_token', %(salt)s)
), event as (
    insert into outbox (id, at, kind, body) values (%(event)s, %(now)s, 'record_changed', %(event_body)s)
), found as (
    insert into search_text (object, record, class, owner, department, at, text, grams, pinyin, initials)
    values ({number}, %(id)s, 0, %(person)s, %(department)s, %(now)s, %(name)s, %(grams)s, %(pinyin)s, %(initials)s)
)
select {shape} as j from t

-- name: update
with old as (
    select t.id, t.version, t.{level} as level, t.{amount} as amount, t.{amount_2} as currency, t.{remark} as remark
    from {customer} t where t.id = %(id)s and t.version = %(version)s and t.deleted_at is null and {may} for no key update
), t as (
    update {customer} t set {level} = %(level)s, {amount} = %(amount)s, {amount_2} = %(currency)s, {remark} = %(remark)s,
        version = t.version + 1, updated_at = %(now)s, updated_by = %(person)s
    from old where t.id = old.id returning t.*
), delta as (
    select id, version + 1 as version, jsonb_build_object('{level_id}', json_build_array(level, %(level)s::text),
        '{amount_id}', json_build_array(json_build_object('amount', amount::text, 'currency', currency), %(amount_json)s::jsonb),
        '{remark_id}', json_build_array(remark, %(remark)s::text)) as body
    from old
), past as (
    insert into change (id, at, object, record, version, kind, actor, via, delta, salt)
    select %(change)s::uuid, %(now)s, {number}, id, version, 'updated', %(person)s, 'api_token', body, %(salt)s::bytea from delta
), log as (
    insert into audit_event (id, at, actor_kind, actor, via, credential, ip, request, action, object, record, record_version, body)
    select %(audit)s::uuid, %(now)s, 'person', %(person)s, 'api_token', %(credential)s::uuid, '127.0.0.1', %(request)s::text, 'record.updated', {number}, id, version,
        jsonb_build_object('change', %(change)s::uuid, 'digest', encode(sha256(%(salt)s::bytea || convert_to(body::text, 'UTF8')), 'hex'))
    from delta
), event as (
    insert into outbox (id, at, kind, body) select %(event)s::uuid, %(now)s, 'record_changed', %(event_body)s::jsonb from old
)
select {shape} as j from t

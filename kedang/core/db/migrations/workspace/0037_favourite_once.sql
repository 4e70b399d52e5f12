-- How a list is filtered may be longer than an entry of an index can be: what is there once is known by its digest.
alter table {schema}.favourite drop constraint favourite_once;
create unique index favourite_once on {schema}.favourite (person, object, record, md5(search)) nulls not distinct;

-- Two who change the settings of the workspace are told of each other: how often they were changed, and with which change each of them last.
alter table {schema}.revision add column settings_revision bigint not null default 1;
alter table {schema}.revision add column settings_moved jsonb not null default '{{}}';

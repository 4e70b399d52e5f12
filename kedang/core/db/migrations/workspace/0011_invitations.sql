-- Until when the newest invitation of a person is good; none for who was never invited. Who has accepted it has an account.
alter table {schema}.person add column invited_until timestamptz;

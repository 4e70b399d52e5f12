-- An option that becomes another in more records than one request should change is a change of many as well.
alter table {schema}.bulk drop constraint bulk_action_check;
alter table {schema}.bulk add constraint bulk_action_check check (action in ('set', 'tags', 'delete', 'restore', 'merge_options'));

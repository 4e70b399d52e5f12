-- Lists on paper: the format, and what stands below the title.
alter table {schema}.export drop constraint export_format_check;
alter table {schema}.export add constraint export_format_check check (format in ('xlsx', 'csv', 'pdf', 'zip'));
alter table {schema}.export add column said text not null default '';  -- what the list is filtered by, in the words of who asked

-- Rows of an import that name their record by its id and change nothing.
alter table {schema}.import_row drop constraint import_row_state_check;
alter table {schema}.import_row add constraint import_row_state_check check (state in ('new', 'updated', 'unchanged', 'merged', 'doubtful', 'refused'));

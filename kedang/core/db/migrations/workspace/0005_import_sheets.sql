-- What an import needs to be planned again, what a person decided about a row, and what an import made besides records.
create table {schema}.import_sheet (
    import uuid not null constraint import_sheet_import_fkey references {schema}.import on delete cascade,
    place integer not null,                  -- in the order of the files, from 0; sheets that are left out are among them
    packed bytea not null,                   -- the sheet with typed cells, see kedang.features.imports.kept
    constraint import_sheet_pkey primary key (import, place)
);
alter table {schema}.import add column made jsonb not null default '{{}}';  -- {{people: [ids], fields: ["customer.rate"]}}
alter table {schema}.import_row add column decision jsonb;                  -- {{decision, record?, into?, by, at}}: what a person said about a doubtful row

grant select, insert, update, delete on {schema}.import_sheet to {role};

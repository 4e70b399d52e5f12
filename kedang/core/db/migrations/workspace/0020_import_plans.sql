-- Which plan of an import is the present one, what is said about it and not planned yet, and what became of it when it was taken back.
alter table {schema}.import add column plan integer not null default 1;  -- counts: each change of the plan is another one
alter table {schema}.import add column planned_at timestamptz;           -- when the present plan was made; none: with the import
alter table {schema}.import add column draft jsonb;                      -- what its screen has not planned yet, in the form of PATCH
alter table {schema}.import add column taken_back jsonb;                 -- what its undo did, and what it left

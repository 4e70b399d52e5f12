-- Recent texts of a department, and of everybody: search looks at them first, because frequent words are found there at once.
create index search_text_department_idx on {schema}.search_text (department, at desc);
create index search_text_at_idx on {schema}.search_text (at desc);

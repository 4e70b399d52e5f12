-- What was written lately waits in a list that every search reads from its beginning to its end: 10 ms at the usual 4 MB, 1 ms at this size.
-- An import asks for thousands of titles one after another.
alter index {schema}.search_text_grams_idx set (gin_pending_list_limit = 512);
alter index {schema}.search_text_initials_idx set (gin_pending_list_limit = 512);
alter index {schema}.search_text_pinyin_idx set (gin_pending_list_limit = 512);

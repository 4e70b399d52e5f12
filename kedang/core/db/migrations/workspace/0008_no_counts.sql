-- Kept for a compiler that would plan by it. It does not: branches are merged, and an order has indexes for each branch. Nobody wrote it.
drop table {schema}.record_count;

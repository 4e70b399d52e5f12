"""Imports: from a firm's own spreadsheets to records, with a plan first, in chunks, and undone as a whole if wanted."""

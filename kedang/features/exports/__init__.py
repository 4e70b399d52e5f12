"""Exports: a list as a workbook or CSV, with the rights of who asks; the whole workspace as an archive of open formats."""

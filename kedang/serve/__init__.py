"""``kedang serve``: the database, the job worker and the web workers of one installation, started and stopped in order."""

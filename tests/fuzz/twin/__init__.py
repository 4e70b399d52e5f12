"""The slow twin: what the engine must answer, in plain Python over plain rows.

Written from the text of the contract alone. It imports nothing of the query compiler or of the permission engine, and shares no idea with them but the words
of the contract: every row is looked at, every right is worked out again for every row, and nothing is clever.
"""

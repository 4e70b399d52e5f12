"""Pictures of every page in every state, and what is wrong with them: ``make screens``."""

"""SQL of people, departments, credentials (in a workspace) and accounts, links, the throttle (in the installation); nothing else."""

from . import accounts, credentials, departments, people

__all__ = ["accounts", "credentials", "departments", "people"]

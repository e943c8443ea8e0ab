"""Customers and interactions from other systems' files, and what every kind refers to: people, teams, lists."""

from accounts.importing.company import company_of, record_run
from accounts.importing.customers import CUSTOMERS
from accounts.importing.interactions import INTERACTIONS

__all__ = ["CUSTOMERS", "INTERACTIONS", "company_of", "record_run"]

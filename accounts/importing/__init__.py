"""Customers, consents and interactions from other systems' files, and what every kind refers to: people, teams, lists."""

from accounts.importing.company import company_of, record_run
from accounts.importing.consents import CONSENTS
from accounts.importing.customers import CUSTOMERS
from accounts.importing.interactions import INTERACTIONS
from accounts.importing.referrals import REFERRALS
from accounts.importing.value_checks import VALUE_CHECKS

__all__ = ["CONSENTS", "CUSTOMERS", "INTERACTIONS", "REFERRALS", "VALUE_CHECKS", "company_of", "record_run"]

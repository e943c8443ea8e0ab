"""Every write of accounts."""

from accounts.actions.records import create_record, delete_record, update_record

__all__ = ["create_record", "delete_record", "update_record"]

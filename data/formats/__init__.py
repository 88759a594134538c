"""Bytes to records and back. No database here, and nothing is decided here."""

"""Intake: from an inquiry to a signed decision."""

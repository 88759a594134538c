"""Everything leaves in forms that others can read: one patient, or the whole clinic."""

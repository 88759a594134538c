"""Everything that decides: plain Python, no drawing, no SELECT."""

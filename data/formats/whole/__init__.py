"""A whole record as files: one CSV a table, exact enough to be loaded again, and what explains it.

`cells` spells values, `sheet` writes and reads the files, `dictionary` says what the columns mean
and `manifest` what was written. None of them knows a database: a table here is a description.
"""

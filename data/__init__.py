"""Everything that keeps: tables, queries, file formats and reviewed reference content."""

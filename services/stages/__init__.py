"""From inquiry to the end of treatment: the steps, what each needs, and how the table reads."""

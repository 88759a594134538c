"""What the utilization page asks: one file a question, each figure as kpis.toml defines it."""

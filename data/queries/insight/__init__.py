"""What the insight pages count: each query over facts, aggregated, small in what it returns."""

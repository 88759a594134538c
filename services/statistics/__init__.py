"""Statistics, thin over scipy: how sure a proportion is, time to an event, what is too few."""

"""What files would do to the record, and the doing and undoing of it."""

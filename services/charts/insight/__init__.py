"""Charts of the insight pages: a frame in, a chart out; all of them in one style."""

"""The only SELECTs: a session in, rows or a frame out."""

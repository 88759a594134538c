"""How large a table may be, so that no file fills the memory of the server or holds it up."""

from data.formats import strict_json

MOST_BYTES = strict_json.MAX_BYTES
MOST_ROWS = 200_000
LAST_ROW = 1_048_576
"""Of a sheet in Excel; empty rows count too."""
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000
"""Of a CSV file: some 400 MB while it is read."""
MOST_CELLS_OF_A_WORKBOOK = 1_000_000
"""Of all its sheets together. They take openpyxl some seven seconds."""
LONGEST_CELL = 32_767
"""Characters; Excel's own limit."""

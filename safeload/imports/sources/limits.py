"""How large a file may be, and why.

The largest real Annex A workbooks are a few megabytes. Each limit is several times what 10,000 children need,
and together they bound the time and memory that any file can take.
"""

from __future__ import annotations

MB = 1024 * 1024

#: Larger files are refused before a byte is read.
FILE_BYTES = 25 * MB

#: The parts of an .xlsx, inflated, together. 10,000 children with all eleven lists inflate to about 25 MB.
INFLATED_BYTES = 100 * MB

#: Parts in an .xlsx; a real one has fewer than a hundred.
ENTRIES = 1_000

#: Inflated to packed size. The XML of real lists packs 8 to 15 times, thousands of blank formatted rows
#: about 12 times; deflate itself ends at 1,032. Small parts may pack better by chance, so the ratio counts
#: from 10 MB up.
RATIO = 100
RATIO_FROM_BYTES = 10 * MB

#: Rows and columns of one sheet, and cells of all sheets: a stray cell at the foot of a sheet makes a reader
#: lay out every cell above it.
ROWS = 200_000
COLUMNS = 2_000
CELLS = 4_000_000

#: What the reading process may use. A workbook of 10,000 children takes less than a second and about 100 MB.
READER_SECONDS = 10
READER_BYTES = 1024 * MB

#!/usr/bin/python3
"""What openpyxl reads in a workbook's only sheet, as JSON: {"sheet", "headers", "rows": [{header: value}]}.

    read_list.py FILE.xlsx
"""
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
assert len(book.worksheets) == 1, book.sheetnames
headers, *rows = book.worksheets[0].iter_rows(values_only=True)
print(json.dumps({"sheet": book.worksheets[0].title, "headers": headers,
                  "rows": [{h: v for h, v in zip(headers, row) if v is not None} for row in rows]}, ensure_ascii=False))

#!/usr/bin/python3
"""Writes golden/NAME.tsv (sheet, address, kind, value) of the public workbooks as openpyxl and LibreOffice read them.

Usage: testdata/make_golden.py ../../../shared/data/tables        (needs python3-openpyxl and libreoffice-calc-nogui)
"""
import datetime
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

HERE = pathlib.Path(__file__).resolve().parent


def as_xlsx(path, folder):
    """openpyxl does not read .xls: LibreOffice reads it and says what it read as .xlsx."""
    if path.suffix == ".xlsx":
        return path
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
                    "--outdir", folder, path], check=True, capture_output=True, env={"HOME": folder, "PATH": "/usr/bin"})
    return pathlib.Path(folder, path.stem + ".xlsx")


def described(value):
    if isinstance(value, bool):
        return "boolean", str(int(value))
    if isinstance(value, (int, float)):
        return "number", f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        day = value.date().isoformat()
        return "date", day if value.time() == datetime.time() else value.isoformat(timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return "date", value.isoformat()
    return "text", value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def main():
    golden = HERE / "golden"
    golden.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xls*")):
            workbook = openpyxl.load_workbook(as_xlsx(path, folder), data_only=True)
            lines = [(sheet.title, cell.coordinate, *described(cell.value))
                     for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row
                     if cell.value is not None]
            text = "".join("\t".join(line) + "\n" for line in lines)
            (golden / f"{path.name}.tsv").write_text(text, encoding="utf-8")


main()

#!/usr/bin/python3
"""Fills the Ministry's two empty forms with generated people, by openpyxl and LibreOffice, and says what stands in each row.

Usage: testdata/fill_forms.py FOLDER_WITH_FORMS OUTPUT_FOLDER [ROWS]
Writes NAME.xls, NAME.xlsx (both saved by LibreOffice) and NAME.truth.json for each form:
  {"rows": [{"row": 9, "fields": {name: value}, "cells": {name: "B9"}, "bad": {"way": …, "cell": "C9"} or null}]}
One row in twenty is bad, in ten ways in turn. No real person: identity numbers begin with 999, which is no province.
"""
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

import openpyxl

FIRST_ROW = 9
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Đặng", "Bùi", "Lường", "Hà", "Cầm"]
MIDDLE = ["Văn", "Thị", "Đức", "Ngọc", "Hữu", "Thị Thuỳ", "Xuân", "Minh"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Hương", "Khánh", "Linh", "Mỹ", "Nguyệt", "Phúc", "Quỳnh", "Sơn",
         "Thắng", "Uyên", "Vượng", "Yến", "Ánh", "Ước"]
WARDS = [("38", "380", "14758"), ("38", "381", "14812"), ("38", "384", "14845"), ("38", "388", "14953")]
VACCINES = ["AstraZeneca", "COMIRNATY", "MODERNA", "Vero Cell", "SPUTNIK-V", "Hayat-Vax", "ABDALA"]

COLUMNS = ["#", "full_name", "birth_date", "sex", "priority_group", "workplace", "phone", "identity_number",
           "insurance_number", "province_name", "province_code", "district_name", "district_code", "ward_name", "ward_code",
           "area", "address", "dose_1_vaccine", "dose_1_date", "dose_1_lot", "dose_1_place", "dose_2_vaccine", "dose_2_date",
           "dose_2_lot", "dose_2_place", "note"]

# Ten ways of being wrong: the field and what is written there. The last is a formula that fails.
WAYS = [("missing_name", "full_name", None), ("birth_in_the_future", "birth_date", datetime.date(2091, 5, 1)),
        ("unknown_sex", "sex", 7), ("short_phone", "phone", "09123"), ("identity_of_ten_digits", "identity_number", "9990001112"),
        ("unknown_ward", "ward_code", "99999"), ("impossible_date", "dose_1_date", "31/02/2021"),
        ("unknown_vaccine", "dose_1_vaccine", "Nước cất"), ("dose_before_birth", "dose_1_date", datetime.date(1925, 5, 19)),
        ("failed_formula", "phone", "=1/0")]


def person(rng, number):
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    birth = datetime.date(1930, 1, 1) + datetime.timedelta(days=rng.randrange(32000))
    dose = datetime.date(2021, 6, 1) + datetime.timedelta(days=rng.randrange(150))
    province, district, ward = rng.choice(WARDS)
    female = rng.randrange(2)
    # Century and sex in one digit, then the year: as in a real number, under a province that is none.
    identity = f"999{(birth.year - 1900) // 100 * 2 + female}{birth.year % 100:02d}{number:06d}"
    phone = f"09{rng.randrange(10**8):08d}"
    values = {
        "#": f"=ROW()-{FIRST_ROW - 1}",
        "full_name": rng.choice([name, name, name.upper(), unicodedata.normalize("NFD", name), f" {name} "]),
        "birth_date": rng.choice([birth, birth, birth.strftime("%d/%m/%Y"), birth.year]),
        "sex": rng.choice([female, str(female)]),
        "priority_group": rng.choice([rng.randrange(1, 17), str(rng.randrange(1, 17))]),
        "workplace": rng.choice([None, "Trường THPT Hàm Rồng", "Công ty \"A & B\" <Thanh Hóa>", "Nhiều\ndòng"]),
        "phone": rng.choice([phone, phone, int(phone), phone[:4] + " " + phone[4:7] + "." + phone[7:]]),
        "identity_number": rng.choice([identity, int(identity)]),
        "insurance_number": rng.choice([None, f"GD499{number:010d}"]),
        "province_name": "Tỉnh Thanh Hóa", "province_code": province, "district_code": rng.choice([district, int(district)]),
        "ward_code": rng.choice([ward, int(ward)]), "area": rng.choice([None, "Thôn 3"]),
        "address": rng.choice([None, f"Số {rng.randrange(1, 300)}, phố Lê Lợi"]),
        "dose_1_vaccine": rng.choice(VACCINES), "dose_1_date": rng.choice([dose, dose.strftime("%d/%m/%Y")]),
        "dose_1_lot": rng.choice([f"FK{rng.randrange(10000):04d}", rng.randrange(10000, 99999)]), "dose_1_place": "38001",
        "note": rng.choice([None, None, "đã khám", 36.6]),
    }
    if rng.random() < 0.4:
        later = dose + datetime.timedelta(days=28)
        values |= {"dose_2_vaccine": values["dose_1_vaccine"], "dose_2_date": later, "dose_2_lot": "EW0150", "dose_2_place": 38001}
    return values


def expected(value):
    if isinstance(value, str) and value.startswith("="):
        return "#DIV/0!"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value


def fill(form, output, rows, columns):
    rng = random.Random(20211121)
    workbook = openpyxl.load_workbook(form)
    sheet = workbook.worksheets[0]
    truth = []
    for number in range(rows):
        row = FIRST_ROW + number
        values = person(rng, number)
        bad = None
        if number % 20 == 7:
            way, field, wrong = WAYS[number // 20 % len(WAYS)]
            values[field] = wrong
            bad = {"way": way, "field": field}
        fields, cells = {}, {}
        for index, name in enumerate(columns, start=1):
            value = values.get(name)
            cell = sheet.cell(row, index)
            cell.value = value
            if isinstance(value, datetime.date):
                cell.number_format = rng.choice(["dd/mm/yyyy", "dd/mm/yyyy;@", "d/m/yy", "yyyy-mm-dd"])
            elif isinstance(value, str) and not value.startswith("="):
                cell.number_format = "@"
            else:
                cell.number_format = "General"
            if bad and bad["field"] == name:
                bad["cell"] = cell.coordinate
            if name == "#":
                continue
            cells[name] = cell.coordinate  # also of an empty one: it is what a person must fill in
            if value is not None:
                fields[name] = expected(value)
        truth.append({"row": row, "fields": fields, "cells": cells, "bad": bad})
    workbook.save(output)
    return truth


def convert(files, kind, folder):
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", kind, "--outdir",
                        folder, *files], check=True, capture_output=True, env={"HOME": home, "PATH": os.environ["PATH"]})


def main():
    forms, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    output.mkdir(parents=True, exist_ok=True)
    without_area = [name for name in COLUMNS if name != "area"]
    layouts = {"national_PL1_nguoitiemchung": without_area, "vaccom_nguoitiemchung": COLUMNS}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        convert([forms / f"{form}.xls" for form in layouts], "xlsx", folder)
        (folder / "filled").mkdir()
        truths = {form: fill(folder / f"{form}.xlsx", folder / "filled" / f"{form}.xlsx", rows, columns)
                  for form, columns in layouts.items()}
        filled = [folder / "filled" / f"{form}.xlsx" for form in layouts]
        convert(filled, "xls", output)
        convert(filled, "xlsx", output)
    for form, truth in truths.items():
        (output / f"{form}.truth.json").write_text(json.dumps({"rows": truth}, ensure_ascii=False), encoding="utf-8")


main()

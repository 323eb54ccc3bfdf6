#!/usr/bin/python3
"""Fills the nine lists of the health service as offices do, some rows wrong, and says what a hub must make of each row.

    fill_lists.py FOLDER    NAME.xls, NAME.xlsx or NAME.csv of each list, and truth.json

Written by openpyxl; what is no plain .xlsx is saved by LibreOffice from that. truth.json, by list: "file", "sheet",
"entity"; "rows" with "row" (its number) and either "stored" (canonical fields) and "listed" (header → value of the
authorities' list), or "wrong" (code and cell). Nobody in it is real: citizen numbers bear the impossible province 999.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

GOOD = 12
# Before July 2025 → since; two of them have become one.
COMMUNES = {"14755": "14758", "14758": "14758", "14812": "14812", "14845": "14845", "14947": "14953"}
OLD = list(COMMUNES)


def day(text):
    return datetime.date.fromisoformat(text)


def shown(text):
    return day(text).strftime("%d/%m/%Y")


class Row:
    """One row: what stands in the cells by header, what the store must hold, what the list for authorities must show."""

    def __init__(self):
        self.cells, self.stored, self.listed, self.wrong = {}, {}, {}, None

    def add(self, header, cell, field=None, stored=None, listed=None, out=None):
        self.cells[header] = cell
        if field and stored is not None:
            self.stored[field] = str(stored)
        if listed is not None:
            self.listed[out or header] = listed
        return self

    def text(self, header, field, value, out=None):
        return self.add(header, value, field, value, value, out)

    def number(self, header, field, value, as_text=False, out=None):
        return self.add(header, str(value) if as_text else value, field, value, value, out)

    def date(self, header, field, iso, as_text=False, out=None):
        return self.add(header, shown(iso) if as_text else day(iso), field, iso, shown(iso), out)

    def phone(self, header, field, number, out=None):
        return self.add(header, number, field, "+84" + number[1:], "+84" + number[1:], out)

    def place(self, number, header="Mã xã", where=True):
        old = OLD[number % len(OLD)]
        self.add(header, int(old) if number % 3 == 0 else old, "old_commune_code", old, old, "Mã xã")
        self.stored["commune_code"], self.listed["Mã xã mới"] = COMMUNES[old], COMMUNES[old]
        self.text("Địa chỉ", "address", f"Số {number + 1}, phố Lê Lợi")
        if where:
            self.number("Vĩ độ", "latitude", 19.5 + number / 64).number("Kinh độ", "longitude", 105.5 + number / 64)
        return self

    def person(self, number):
        """Returns the citizen number."""
        woman = number % 2
        birth = f"19{60 + number:02d}-03-{1 + number:02d}"
        identity = f"999{woman}{60 + number:02d}{number:06d}"
        name = f"{'Trần Thị' if woman else 'Lê Văn'} {['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh'][number % 6]}"
        self.add("Họ và tên", name.upper() if number % 4 == 0 else f" {name} ", listed=name)
        self.add("Ngày sinh", day(birth) if number % 3 else shown(birth), listed=shown(birth))
        self.add("Giới tính", ["Nam", "Nữ"][woman], listed=["Nam", "Nữ"][woman])
        self.add("Số CCCD", identity, listed=identity)
        phone = f"09000{number:05d}"
        self.add("Số điện thoại", f"{phone[:4]} {phone[4:7]} {phone[7:]}", listed="+84" + phone[1:])
        return identity


def facility(number, kind):
    row = Row().text("Mã khu cách ly", "code", f"{kind[0].upper()}{number}").text("Tên khu cách ly", "name", f"Khu {kind} số {number}")
    row.number("Sức chứa", "capacity", 100 + number, as_text=number % 2).number("Đang cách ly", "occupied", number)
    row.text("Đơn vị quản lý", "agency", "Sở Y tế").text("Người phụ trách", "contact_name", "Lê Văn An")
    row.phone("Điện thoại", "contact_phone", f"09001{number:05d}").place(number).date("Ngày mở", "opened_on", "2021-08-01")
    if number % 2:
        row.date("Ngày đóng", "closed_on", "2021-09-01", as_text=True)
    row.stored["kind"] = kind
    return row


def checkpoint(number):
    row = Row().text("Mã chốt", "code", f"C{number}").text("Tên chốt", "name", f"Chốt số {number}")
    row.add("Loại chốt", ["Quốc lộ", "Cảng", "Đường sắt"][number % 3], "kind", ["road", "waterway", "railway"][number % 3],
            ["Đường bộ", "Đường thủy", "Đường sắt"][number % 3])
    row.text("Tuyến đường", "road", f"Quốc lộ 1A, Km {number}").text("Đơn vị phụ trách", "agency", "Công an tỉnh")
    row.text("Chốt trưởng", "contact_name", "Trần Thị Bình").phone("Điện thoại", "contact_phone", f"09002{number:05d}").place(number)
    row.date("Ngày lập", "opened_on", "2021-07-20", as_text=True)
    row.stored["status"] = "active"
    return row


def case_code(number):
    return f"BN-{number}" if number % 3 == 0 else f"F{number % 3}-{number}"


def case(number):
    row, level = Row(), number % 3
    row.text("Mã ca", "case_code", case_code(number))
    row.add("Phân loại", f"f{level}" if number % 2 else f"F{level}", "level", f"F{level}", f"F{level}", "Mức")
    if level:
        row.add("Mã ca nguồn", case_code(number - level), "source_case", case_code(number - level), case_code(number - level))
    if number % 4 != 3:
        row.stored["person"] = row.person(number)
    row.place(number)
    row.add("Nơi phát hiện", "tại cộng đồng", "origin", "community", "Cộng đồng").text("Ổ dịch", "cluster", "Chợ đầu mối")
    row.date("Ngày tiếp xúc", "exposed_on", "2021-08-18", out="Ngày phơi nhiễm")
    row.date("Ngày phát hiện", "detected_on", f"2021-08-{20 + number % 4}", as_text=True)
    row.add("Hình thức cách ly", "Bệnh viện", "isolation", "medical", "Cơ sở y tế")
    row.add("Tình trạng", "dương tính", "status", "active", "Đang điều trị")
    told = f"Dòng một đã đi {number} nơi"
    return row.add("Thông tin dịch tễ", told.replace(" đã", "\n  đã"), "epidemiology", told, told)


def patient_home(number):
    """Of the F0 of list 9, whose homes both lists say alike."""
    number *= 3
    row = Row().text("Mã bệnh nhân", "case_code", case_code(number), out="Mã ca")
    row.date("Ngày phát hiện", "detected_on", f"2021-08-{20 + number % 4}")
    return row.place(number, "Mã xã/phường")


def visited_place(number):
    row = Row().add("Mã ca", case_code(number % 4 * 3).lower(), "infection_case", case_code(number % 4 * 3), case_code(number % 4 * 3))
    row.text("Tên địa điểm", "name", f"Chợ số {number}", out="Nơi đến").place(number)
    arrived, left = f"2021-08-20T0{number % 9}:30:00+07:00", "2021-08-20T10:15:00+07:00"
    moment = datetime.datetime(2021, 8, 20, number % 9, 30)
    row.add("Đến lúc", moment if number % 2 else moment.strftime("%d/%m/%Y %H:%M"), "arrived_at", arrived, arrived)
    row.add("Rời lúc", datetime.datetime(2021, 8, 20, 10, 15), "left_at", left, left)
    if number % 3 < 2:
        row.add("Đã công bố", "x" if number % 3 else "Không", "announced", number % 3, bool(number % 3))
    return row.text("Việc cần làm", "advice", "Khai báo y tế")


def lockdown_area(number):
    row = Row().text("Tên vùng", "name", f"Thôn {number}")
    if number % 2:
        row.text("Mã vùng", "code", f"V{number}")
    row.add("Biện pháp", "phong toả", "measure", "lockdown", "Phong tỏa").text("Số quyết định", "decision_number", f"{number}/QĐ-UBND")
    row.place(number).number("Số hộ", "households", 40 + number).number("Số dân", "population", 160, as_text=True)
    row.date("Từ ngày", "started_on", "2021-08-20").date("Dự kiến đến ngày", "planned_end_on", "2021-09-03", as_text=True)
    if number % 3 == 0:
        row.date("Ngày dỡ bỏ", "ended_on", "2021-09-01")
    else:
        row.stored["status"] = "active"
    return row


def f1_by_locality(number):
    """Old communes; every fourth row a new one, whose number may be that of an old one of another day."""
    row = Row().date("Ngày", "day", f"2021-08-{10 + number}", as_text=number % 2)
    if number % 4 == 3:
        row.add("Mã xã", None).text("Mã xã mới", "area_code", "14953")
    else:
        row.text("Mã xã", "old_area_code", OLD[number % len(OLD)])
    row.stored |= {"measure": "contacts", "category": "F1"}
    return row.number("Số F1", "count", number)


def home_quarantine(number):
    row = Row()
    row.stored["person"] = row.person(number)
    row.place(number).add("Lý do", "tiếp xúc gần", "reason", "F1", "F1")
    row.date("Từ ngày", "started_on", "2021-08-20").date("Đến ngày", "planned_end_on", "2021-09-03", as_text=number % 2)
    if number % 3 == 0:
        row.date("Ngày kết thúc", "ended_on", "2021-09-02")
    row.text("Số quyết định", "decision_number", f"{number}/QĐ-CL").text("Người giám sát", "supervisor_name", "Trần Văn Cường")
    row.phone("Điện thoại giám sát", "supervisor_phone", "0900099999")
    row.stored["kind"] = "home"
    return row


# List: kind of file, entity, how a row is made, and its wrong rows: header, what is written there, the hub's word for it.
LISTS = {
    "concentrated_quarantine": ("xls", "quarantine_facility", lambda n: facility(n, "concentrated"), [
        ("Sức chứa", "nhiều", "bad_number"), ("Mã xã", "99999", "no_such_unit"), ("Tên khu cách ly", None, "missing"),
        ("Ngày đóng", day("2021-07-01"), "dates_out_of_order")]),
    "medical_quarantine": ("xlsx", "quarantine_facility", lambda n: facility(n, "medical"), [
        ("Đang cách ly", -5, "out_of_range"), ("Sức chứa", "=1/0", "refused_by_connector"), ("Tên khu cách ly", None, "missing")]),
    "checkpoints": ("csv", "checkpoint", checkpoint, [
        ("Loại chốt", "trên mây", "unknown_checkpoint_kind"), ("Mã xã", "1475", "no_such_unit"), ("Tên chốt", None, "missing")]),
    "visited_places": ("xlsx", "visited_place", visited_place, [
        ("Đến lúc", "31/02/2021 07:30", "bad_date"), ("Tên địa điểm", None, "missing"),
        ("Rời lúc", "19/08/2021 07:30", "dates_out_of_order")]),
    "lockdown_areas": ("xls", "lockdown_area", lockdown_area, [
        ("Biện pháp", "đóng cửa chợ", "unknown_measure"), ("Từ ngày", None, "missing"), ("Số hộ", "bốn mươi", "bad_number"),
        ("Ngày dỡ bỏ", day("2021-08-01"), "dates_out_of_order")]),
    "f1_by_locality": ("csv", "daily_summary", f1_by_locality, [
        ("Số F1", None, "missing"), ("Mã xã", "99999", "no_such_unit"), ("Ngày", "32/08/2021", "bad_date")]),
    "patient_homes": ("xls", "infection_case", patient_home, [
        ("Mã xã/phường", "99999", "no_such_unit"), ("Ngày phát hiện", "hôm qua", "bad_date"),
        ("Ngày phát hiện", day("2091-08-20"), "date_in_future")]),
    "home_quarantine": ("xlsx", "quarantine_stay", home_quarantine, [
        ("Số CCCD", "99907", "bad_citizen_number"), ("Lý do", "tự nguyện", "unknown_quarantine_reason"),
        ("Đến ngày", day("2021-08-01"), "dates_out_of_order"), ("Họ và tên", None, "missing")]),
    "cases": ("xlsx", "infection_case", case, [
        ("Phân loại", "F5", "not_allowed"), ("Tình trạng", "vui vẻ", "unknown_case_status"), ("Ngày phát hiện", "31/06/2021", "bad_date"),
        ("Hình thức cách ly", "trên đảo", "unknown_isolation")]),
}
FIRST_DATA_ROW = 5  # below a title, its note, a blank row and the header
SAVED_BY_LIBREOFFICE = {"home_quarantine"}  # .xlsx of the other writer


def rows_of(name):
    _, _, make, wrong = LISTS[name]
    count = 4 if name == "patient_homes" else GOOD
    rows = [make(number) for number in range(count)]
    for at, (header, value, code) in enumerate(wrong):
        # Rows of their own, whose codes no good row has, spread among the good ones.
        row = make(GOOD + at)
        row.cells[header], row.wrong = value, (header, code)
        rows.insert(1 + 2 * at, row)
    return rows


def fill(name, file):
    rows = rows_of(name)
    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet["A1"] = "SỞ Y TẾ THANH HÓA"
    sheet["A2"] = f"Danh sách {name}, ngày 21/08/2021"
    for column, header in enumerate(headers, start=1):
        sheet.cell(FIRST_DATA_ROW - 1, column, header)
    truth = []
    for number, row in enumerate(rows, start=FIRST_DATA_ROW):
        for column, header in enumerate(headers, start=1):
            value = row.cells.get(header)
            cell = sheet.cell(number, column, value)
            if isinstance(value, datetime.datetime):
                cell.number_format = "dd/mm/yyyy hh:mm"
            elif isinstance(value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
            elif isinstance(value, str) and not value.startswith("="):
                cell.number_format = "@"
            if row.wrong and row.wrong[0] == header:
                place = cell.coordinate
        if row.wrong:
            truth.append({"row": number, "wrong": {"code": row.wrong[1], "cell": place}})
        else:
            truth.append({"row": number, "stored": row.stored, "listed": row.listed})
    book.save(file)
    return truth


def convert(files, kind, folder):
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", kind, "--outdir",
                        folder, *files], check=True, capture_output=True, env={"HOME": home, "PATH": os.environ["PATH"]})


def main():
    output = pathlib.Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    truth = {}
    with tempfile.TemporaryDirectory() as name:
        filled = pathlib.Path(name)
        converted = {"xls": [], "xlsx": [], 'csv:Text - txt - csv (StarCalc):59,34,76': []}
        for name, (kind, entity, _, _) in LISTS.items():
            plain = kind == "xlsx" and name not in SAVED_BY_LIBREOFFICE
            file = (output if plain else filled) / f"{name}.xlsx"
            truth[name] = {"file": f"{name}.{kind}", "sheet": name if kind == "csv" else "Danh sách", "entity": entity,
                           "rows": fill(name, file)}
            if not plain:
                next(files for way, files in converted.items() if way.split(":")[0] == kind).append(file)
        for way, files in converted.items():
            convert(files, way, output)
    (output / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


main()

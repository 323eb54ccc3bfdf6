#!/usr/bin/python3
"""The canonical dump that W1, narrow, must give: an independent reading of ../shared/bench/README.md.

usage: expected_dump.py W1_FOLDER [v1|v2]     (v2: the dump after v1 and then v2)
"""
import glob
import json
import re
import sys

COLUMNS = ('citizen_id dose_number full_name dob gender phone email commune_code address ethnicity occupation '
           'vaccine_code lot manufacturer injected_at facility_code facility_name injector reaction source_id '
           'source_updated_at').split()


def table(path):
    with open(path, encoding='utf-8') as lines:
        return dict(line.rstrip('\n').split('\t')[:2] for line in lines)


def date(text):
    day, month, year = text.split('/')
    return f'{year}-{month}-{day}'


def timestamp(text):
    day, time = text.split(' ')
    return f'{date(day)}T{time}+07:00'


def phone(text):
    digits = re.sub(r'\D', '', text)
    if not digits:
        return ''
    return '+84' + re.sub('^(84|0)', '', digits)


def canonical(item, communes, vaccines):
    vaccine = item['tenVacXin'].strip().upper()
    return {
        'citizen_id': item['soCccd'], 'dose_number': item['muiThu'],
        'full_name': ' '.join(item['hoTen'].split()).upper(), 'dob': date(item['ngaySinh']),
        'gender': {'Nam': 'M', 'Nữ': 'F'}.get(item['gioiTinh'], 'O'), 'phone': phone(item['dienThoai']),
        'email': item['email'], 'commune_code': communes.get(item['maXa'], item['maXa']), 'address': item['diaChi'],
        'ethnicity': item['danToc'], 'occupation': item['ngheNghiep'], 'vaccine_code': vaccines.get(vaccine, vaccine),
        'lot': item['soLo'], 'manufacturer': item['nhaSanXuat'], 'injected_at': timestamp(item['ngayTiem']),
        'facility_code': item['maCoSo'].replace('-', '').upper(), 'facility_name': item['tenCoSo'],
        'injector': item['nguoiTiem'], 'reaction': item['phanUng'], 'source_id': item['id'],
        'source_updated_at': timestamp(item['capNhat'])}


def escaped(value):
    return str(value).replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', '\\r')


def main(folder, last_version):
    communes, vaccines = table(f'{folder}/commune_map.tsv'), table(f'{folder}/vaccine_map.tsv')
    rows = {}
    for version in ('v1', 'v2')[:1 if last_version == 'v1' else 2]:
        pages = glob.glob(f'{folder}/{version}/records/*.json')
        for path in sorted(pages, key=lambda p: int(p.rsplit('/', 1)[1][:-5])):
            with open(path, encoding='utf-8') as page:
                items = json.load(page)['items']
            for item in items:
                row = canonical(item, communes, vaccines)
                key = (row['citizen_id'], row['dose_number'])
                if key not in rows or row['source_updated_at'] >= rows[key]['source_updated_at']:
                    rows[key] = row
    out = sys.stdout
    out.write('# dose\n' + '\t'.join(COLUMNS) + '\n')
    for key in sorted(rows):
        out.write('\t'.join(escaped(rows[key][column]) for column in COLUMNS) + '\n')


if __name__ == '__main__':
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding='utf-8')
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else 'v2')

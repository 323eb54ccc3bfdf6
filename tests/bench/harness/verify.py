"""How soon a checkpoint hears whether a pass holds: 200,000 passes and persons in the store, asked over the serving hub's
HTTP while it takes in the portal's doses and the checkpoint's own offline files, and once more when it rests."""
import hashlib
import hmac
import http.client
import json
import random
import re
import shutil
import threading
import time

from . import w1
from .hub import ROOT, Failure, Hub, Serving, Twins

PASSES = 200_000
A_PAGE = 1_000
DOSES = 300_000  # that the portal's twin gives meanwhile
SECRET = 'twin-secret'
PAUSE_S = 0.004  # between two questions, as many checkpoints together would leave
REST_S = 10

PASSES_SYSTEM = '''system: population_database
connector: rest
settings:
  url: {url}/v1
  streams:
    passes: {{key: [/code], read: {{path: /records, records: /items, paging: {{type: page, pages: /pages}}}}}}
'''
PORTAL_SYSTEM = '''system: national_vaccination
connector: vaccination_portal
settings:
  url: {url}
  client_id: lienthong
  client_secret: national_vaccination_secret
  injections: {{size: 1000, overlap_s: 60}}
  locations: {{province_code: "38"}}
'''
PASSES_FLOW = '''flow: population_passes
direction: in
system: population_database
stream: passes
mapping: population_database.passes
schedule: {by_hand: true}
'''
# What is said of the pass of each number, by its remainder.
KINDS = [('HIEU_LUC', '2099-01-01T00:00:00Z', 'valid'), ('HIEU_LUC', '2021-08-05T00:00:00Z', 'expired'),
         ('THU_HOI', '2099-01-01T00:00:00Z', 'revoked'), ('HIEU_LUC', '2098-01-01T00:00:00Z', 'valid')]


def pass_record(number):
    status, expires, _ = KINDS[number % len(KINDS)]
    return {'code': f'DL{number}', 'fromPlace': 'Phường Hàm Rồng', 'toPlace': 'Xã Quảng Thành',
            'citizen': {'citizenNumber': f'999080{number:06d}', 'fullName': f'NGUYỄN VĂN {number % 997}',
                        'birthDate': '01/01/1980', 'gender': 'Nam', 'phone': f'09{number:08d}'},
            'issuedAt': '2021-08-02T00:00:00Z', 'expiresAt': expires, 'status': status,
            'updatedAt': '2021-08-02T00:00:00Z'}


def make_pages(folder):
    """The passes as pages that the twin `files` serves."""
    records = folder / 'v1/records'
    records.mkdir(parents=True)
    pages = PASSES // A_PAGE
    for page in range(pages):
        items = [pass_record(page * A_PAGE + i) for i in range(A_PAGE)]
        (records / f'{page + 1}.json').write_text(json.dumps({'pages': pages, 'items': items}, ensure_ascii=False))


def hub_for(folder, passes_url, portal_url):
    """A hub with what config/ ships, of whose systems and flows only those of passes, doses and scans remain."""
    hub = Hub(folder, ROOT / 'config')
    for kind, kept in (('systems', ['checkpoints.yaml']), ('flows', ['portal_injections.yaml', 'checkpoint_scans.yaml'])):
        for file in (hub.config / kind).iterdir():
            if file.name not in kept:
                file.unlink()
    hub.write('hub.yaml', 'store: ../hub.db\nlisten: 127.0.0.1:0\n')
    hub.write('systems/population_database.yaml', PASSES_SYSTEM.format(url=passes_url))
    hub.write('systems/national_vaccination.yaml', PORTAL_SYSTEM.format(url=portal_url))
    hub.write('flows/population_passes.yaml', PASSES_FLOW)
    checkpoints = hub.config / 'systems/checkpoints.yaml'
    text = re.sub(r'\n  server:.*', '', checkpoints.read_text(encoding='utf-8'))
    checkpoints.write_text(text.replace('enabled: false', 'enabled: true'), encoding='utf-8')
    scans = hub.config / 'flows/checkpoint_scans.yaml'
    scans.write_text(re.sub(r'on_receive: true.*}', 'on_receive: true}', scans.read_text(encoding='utf-8')),
                     encoding='utf-8')
    hub.secrets = {'LIENTHONG_SECRET_NATIONAL_VACCINATION_SECRET': SECRET,
                   'LIENTHONG_SECRET_CHECKPOINTS_WEBHOOK': SECRET}
    return hub


def post(connection, path, body, kind='application/json'):
    """One signed request: status and body."""
    moment = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()
    connection.request('POST', path, body, {'Content-Type': kind, 'X-Timestamp': moment,
                                            'X-Signature': f'sha256={signature}'})
    answer = connection.getresponse()
    return answer.status, answer.read()


class Asking:
    """Questions one after another, with what each took in milliseconds."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection('127.0.0.1', port)
        self.random = random.Random(38)
        self.right = True

    def once(self):
        number = self.random.randrange(PASSES + PASSES // 50)
        body = json.dumps({'code': f'DL{number}'}).encode()
        begin = time.perf_counter()
        status, answer = post(self.connection, '/hooks/checkpoints/scans/verify', body)
        took = (time.perf_counter() - begin) * 1000
        wanted = KINDS[number % len(KINDS)][2] if number < PASSES else 'unknown'
        self.right = self.right and status == 200 and json.loads(answer)['result'] == wanted
        return took

    def until(self, over):
        took = []
        while not over():
            took.append(self.once())
            time.sleep(PAUSE_S)
        return sorted(took)


def send_scans(port, over):
    """An offline file of 500 scans each half second, as late checkpoints send them."""
    connection = http.client.HTTPConnection('127.0.0.1', port)
    sequence = 0
    while not over.is_set():
        lines = [json.dumps({'device': 'C1-A', 'sequence': sequence + i, 'checkpoint': 'C1', 'direction': 'in',
                             'scanned_at': '2021-08-03T01:00:00Z', 'pass_code': f'DL{sequence + i}',
                             'method': 'typed', 'decision': 'allowed'}) for i in range(500)]
        post(connection, '/hooks/checkpoints/scans', '\n'.join(lines).encode(), 'application/x-ndjson')
        sequence += 500
        over.wait(0.5)


def at(took, share):
    return round(took[min(int(len(took) * share), len(took) - 1)], 2)


def measure():
    place = w1.PLACE / 'verify'
    shutil.rmtree(place, ignore_errors=True)
    make_pages(place / 'pages')
    with Twins(place, '--files', place / 'pages', '--records', str(DOSES)) as twins:
        hub = hub_for(place / 'hub', twins.url('files'), twins.url('portal'))
        filled = hub.run('population_passes')['counts']
        with Serving(hub) as serving:
            asking = Asking(serving.port)
            over = threading.Event()
            scans = threading.Thread(target=send_scans, args=(serving.port, over))
            scans.start()
            begin = time.monotonic()
            busy = asking.until(lambda: serving.said(r'flow portal_injections run \d+: (\w+)') is not None)
            seconds = time.monotonic() - begin
            over.set()
            scans.join()
            rest_until = time.monotonic() + REST_S
            idle = asking.until(lambda: time.monotonic() > rest_until)
            synced = re.search(r'flow portal_injections run \d+: succeeded: read (\d+)',
                               serving.log_file.read_text(encoding='utf-8'))
    if not synced:
        raise Failure(f'the sync did not succeed; see {serving.log_file}')
    return {'passes': filled['created'], 'answers': len(busy), 'busy_p50_ms': at(busy, 0.5), 'busy_p99_ms': at(busy, 0.99),
            'busy_max_ms': round(busy[-1], 2), 'idle_p50_ms': at(idle, 0.5), 'idle_p99_ms': at(idle, 0.99),
            'sync_per_s': round(int(synced.group(1)) / seconds), 'right': asking.right and filled['created'] == PASSES}

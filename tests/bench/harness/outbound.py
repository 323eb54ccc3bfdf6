"""200,000 changes to a batch endpoint: the 198,000 rows of W1, nothing, and then what a second version changed."""
import json
import urllib.request

from . import inbound, w1
from .hub import Twins

SYSTEM = '''system: app
connector: citizen_app
settings:
  url: {url}
  token: app_token
  streams: [doses]
  batch: 1000
'''
FLOW = '''flow: doses_out
direction: out
system: app
stream: doses
mapping: doses_out
schedule: {by_hand: true}
'''
MAPPING = '''direction: out
entity: dose
purpose: Đo tốc độ gửi
fields:
  citizenId: citizen_id
  doseNumber: dose_number
  fullName: full_name
  birthDate: dob
  gender: gender
  phone: phone
  communeCode: commune_code
  vaccineCode: vaccine_code
  lot: lot
  injectedAt: injected_at
  facilityCode: facility_code
  facilityName: facility_name
examples:
  - name: một mũi
    row: {citizen_id: "001095000001", dose_number: 1}
    output: {citizenId: "001095000001", doseNumber: 1}
'''


def send(hub):
    """One run of the flow: how many were delivered, and due records a second."""
    result = hub.run('doses_out')
    counts = result['counts']
    if counts['due'] != sum(counts[part] for part in ('delivered', 'unchanged', 'withheld', 'dead', 'pending')):
        raise AssertionError(f'the ledger does not balance: {counts}')
    return counts['delivered'], round(counts['due'] / result['seconds'])


def measure():
    w1.make()
    hub = inbound.hub_for('narrow', w1.PLACE / 'outbound')
    hub.secrets = {'LIENTHONG_SECRET_APP_TOKEN': 'twin-app-token'}
    hub.write('flows/doses_out.yaml', FLOW)
    hub.write('mappings/doses_out.yaml', MAPPING)
    with Twins(w1.PLACE, '--files', w1.PAGES) as twins:
        hub.write('systems/app.yaml', SYSTEM.format(url=twins.url('app')))
        inbound.take(hub, twins, 'v1')
        hub.cpu_s = hub.peak_rss_mb = 0.0
        delivered, first = send(hub)
        nothing, _ = send(hub)
        cpu_s, peak = hub.cpu_s, hub.peak_rss_mb
        inbound.take(hub, twins, 'v2')
        changed, changed_speed = send(hub)
        with urllib.request.urlopen(twins.url('app') + '/twin/state') as answer:
            state = json.load(answer)
    rows = w1.expected('narrow', 'v2').count(b'\n') - 2
    equal = (delivered == state['held'] == rows and nothing == 0 and state['idempotencyKeys']['repeated'] == 0 and
             state['idempotencyKeys']['distinct'] == delivered + changed)
    return {'first_per_s': first, 'unchanged_per_s': None, 'changed_per_s': changed_speed, 'floor_per_s': None,
            'ratio': None, 'cpu_s': round(cpu_s, 2), 'server_cpu_s': None,
            'peak_rss_mb': round(peak, 1), 'dump_equal': equal}

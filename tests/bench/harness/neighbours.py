"""What connectors that do wrong in runners cost another flow of the same hub, and how soon one that crashed is back."""
import datetime
import re
import sqlite3
import statistics
import time
import urllib.request

from . import inbound, w1
from .hub import BIN, Serving, Twins

ROUNDS = 5  # with neighbours and without, in turn
SETTLE_S = 12  # the neighbours do wrong for so long before the pass begins: the hub has got to know them by then
WATCH_S = 6  # how long a connector that crashes each second is watched after the pass
DEEDS = ('segfault', 'loop', 'leak', 'stuck')  # of plugins/evil, one system each, all at once

HUB = '''store: ../hub.db
listen: 127.0.0.1:0
workers: 8
connectors: [{connectors}]
trust: {{any: true}}
'''
SYSTEM = '''system: {deed}
connector: evil
isolation: process
limits: {{memory_mb: 512}}
settings: {{}}
'''
FLOW = '''flow: {flow}
direction: in
system: {deed}
stream: {stream}
mapping: evil
schedule: {{every: 1s}}
'''
MODEL = '''entity: deed
label: {vi: Việc, en: Deed}
fields:
  code: {type: text, required: true}
keys:
  - [code]
'''
MAPPING = '''direction: in
record: {key: [/id]}
entities:
  - entity: deed
    fields:
      code: /id
examples:
  - name: một việc
    input: {id: "1"}
    entities:
      deed: {$key: "1", code: "1"}
'''


def hub_for(folder, twins, deeds):
    """The hub of `narrow`, which reads W1 as it starts, with a neighbour for each deed."""
    hub = inbound.hub_for('narrow', folder)
    hub.write('hub.yaml', HUB.format(connectors=BIN.parent / 'plugins/evil'))
    hub.write('systems/w1.yaml', inbound.SYSTEM.format(url=twins.url('files'), version='v1'))
    hub.write('flows/w1.yaml', inbound.FLOW.replace('by_hand: true', 'every: 1h'))
    hub.write('model/deed.yaml', MODEL)
    hub.write('mappings/evil.yaml', MAPPING)
    for deed in deeds:
        hub.write(f'systems/{deed}.yaml', SYSTEM.format(deed=deed))
        hub.write(f'flows/{deed}.yaml', FLOW.format(flow=deed, deed=deed, stream=deed))
    if 'segfault' in deeds:
        hub.write('flows/good.yaml', FLOW.format(flow='good', deed='segfault', stream='good'))
    return hub


def seconds_until_back(log):
    """From each crash of a connector's process to the next run of the same connector that succeeded."""
    line = re.compile(r'^\[(.{23})\].* flow (good|segfault) run \d+: (\w+)')
    back, crashed = [], None
    for found in filter(None, map(line.match, log.splitlines())):
        moment = datetime.datetime.fromisoformat(found.group(1))
        if found.group(2) == 'segfault':
            crashed = crashed or moment
        elif found.group(3) == 'succeeded' and crashed:
            back.append((moment - crashed).total_seconds())
            crashed = None
    return back


def first_pass(twins, deeds):
    """Records a second of W1 into an empty store, the seconds of seconds_until_back, and whether the store is right."""
    hub = hub_for(w1.PLACE / 'neighbours', twins, deeds)
    busy = f'path=/v1;kind=429;retry_after={SETTLE_S};count=1'.encode()
    urllib.request.urlopen(twins.url('files') + '/twin/faults', data=busy).close()
    with Serving(hub) as serving:
        serving.wait_for(r'flow w1 run \d+: (succeeded)', 120)
        if deeds:
            time.sleep(WATCH_S)
    with sqlite3.connect(hub.folder / 'hub.db') as store:
        read, took = store.execute("SELECT read, ended - started FROM run WHERE flow = 'w1' AND read > 0").fetchone()
    right = w1.is_expected(hub.dump(inbound.ENTITIES['narrow']), 'narrow', 'v1')
    return read * 1000 / took, seconds_until_back(serving.log_file.read_text(encoding='utf-8')), right


def measure():
    pages = w1.make()
    alone, beside, back, right = [], [], [], []
    with Twins(w1.PLACE, '--files', pages, '--cache-mb', '400') as twins:
        inbound.warm(twins)
        for _ in range(ROUNDS):
            for speeds, deeds in ((alone, ()), (beside, DEEDS)):
                speed, seconds, equal = first_pass(twins, deeds)
                speeds.append(speed)
                back += seconds
                right.append(equal)
    lost = 1 - statistics.median(beside) / statistics.median(alone)
    return {'alone_per_s': round(statistics.median(alone)), 'beside_per_s': round(statistics.median(beside)),
            'lost_percent': round(100 * lost, 1), 'crashes': len(back), 'back_p50_s': round(statistics.median(back), 2),
            'back_max_s': max(back), 'dump_equal': all(right)}

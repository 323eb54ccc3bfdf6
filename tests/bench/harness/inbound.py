"""W1 from an ordinary REST system into the store: first, again, and with one record in a hundred changed."""
import shutil
import urllib.request

from . import w1
from .hub import ROOT, Hub, Twins
from .postgresql import Server

SYSTEM = '''system: w1
connector: rest
settings:
  url: {url}/{version}
  streams:
    records:
      read: {{path: /records, records: /items, paging: {{type: page, pages: /pages}}}}
'''
FLOW = '''flow: w1
direction: in
system: w1
stream: records
mapping: w1
schedule: {by_hand: true}
'''


# What the dump that must result holds, in its order.
ENTITIES = {'narrow': ['dose'], 'full': ['facility', 'person', 'immunization']}


def hub_for(shape, folder, store=None):
    """A hub that reads W1, with the tables of codes among its references; `store`: a url in place of a file."""
    hub = Hub(folder, ROOT / 'tests/bench/config' / shape, store)
    for table in ('commune_map.tsv', 'vaccine_map.tsv'):
        shutil.copy(w1.PAGES / table, hub.config / 'reference' / table)
    hub.write('flows/w1.yaml', FLOW)
    return hub


def take(hub, twins, version):
    """One pass over a version from its beginning: the ledger, and records a second."""
    hub.write('systems/w1.yaml', SYSTEM.format(url=twins.url('files'), version=version))
    result = hub.run('w1', '--from-the-start')
    return result['counts'], round(result['counts']['read'] / result['seconds'])


def warm(twins):
    """Lets the twin keep all pages, so that no pass pays for the disk."""
    for version in ('v1', 'v2'):
        for page in range(1, 201):
            with urllib.request.urlopen(f'{twins.url("files")}/{version}/records?page={page}') as answer:
                answer.read()


def measure(shape, store):
    """All passes over W1, and the floor after them. `store`: sqlite or postgresql."""
    if store == 'sqlite':
        return passes(shape, None, str(w1.new_file()))
    with Server() as server:
        return passes(shape, server.database('hub'), server.database('floor'), server.cpu_s)


def passes(shape, store, floor_store, server_cpu_s=lambda: 0.0):
    pages = w1.make()
    hub = hub_for(shape, w1.PLACE / shape, store)
    of_server = []

    def taken(version):
        before = server_cpu_s()
        result = take(hub, twins, version)
        of_server.append(server_cpu_s() - before)
        return result

    with Twins(w1.PLACE, '--files', pages, '--cache-mb', '400') as twins:
        warm(twins)
        _, first = taken('v1')
        equal = w1.is_expected(hub.dump(ENTITIES[shape]), shape, 'v1')
        again, unchanged = taken('v1')
        equal = equal and again['unchanged'] == again['read']
        _, changed = taken('v2')
        equal = equal and w1.is_expected(hub.dump(ENTITIES[shape]), shape, 'v2')
        floor = w1.floor(shape, twins.url('files') + '/v1', floor_store)
    return {'first_per_s': first, 'unchanged_per_s': unchanged, 'changed_per_s': changed, 'floor_per_s': floor,
            'ratio': round(first / floor, 3), 'cpu_s': round(hub.cpu_s, 2),
            'server_cpu_s': round(sum(of_server), 2) or None, 'peak_rss_mb': round(hub.peak_rss_mb, 1),
            'dump_equal': equal}

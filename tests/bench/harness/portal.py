"""Any number of doses from the portal's twin by the shipped connector, model and mapping: what memory and speed do."""
import shutil

from . import w1
from .hub import ROOT, Hub, Twins

SYSTEM = '''system: national_vaccination
connector: vaccination_portal
settings:
  url: {url}
  client_id: lienthong
  client_secret: national_vaccination_secret
  injections: {{size: 1000, overlap_s: 60}}
  locations: {{province_code: "38"}}
'''


def hub_for(folder):
    """A hub with what config/ ships, of whose systems and flows only the portal's remain."""
    hub = Hub(folder, ROOT / 'config')
    for kind, kept in (('systems', 'national_vaccination.yaml'), ('flows', 'portal_injections.yaml')):
        for file in (hub.config / kind).iterdir():
            if file.name != kept:
                file.unlink()
    hub.secrets = {'LIENTHONG_SECRET_NATIONAL_VACCINATION_SECRET': 'twin-secret'}
    return hub


def measure(records):
    hub = hub_for(w1.PLACE / 'portal')
    with Twins(w1.PLACE, '--records', str(records)) as twins:
        hub.write('systems/national_vaccination.yaml', SYSTEM.format(url=twins.url('portal')))
        passes = [hub.run('portal_injections', '--from-the-start') for _ in range(2)]
    counts = [one['counts'] for one in passes]
    speeds = [round(one['counts']['read'] / one['seconds']) for one in passes]
    checked = hub.lienthong('store', 'check', '--json')
    balanced = all(one['read'] == sum(one[part] for part in ('created', 'updated', 'unchanged', 'filtered', 'dead'))
                   for one in counts)
    settled = counts[0]['read'] == records and counts[1]['created'] == counts[1]['updated'] == 0
    shutil.rmtree(hub.folder)
    return {'first_per_s': speeds[0], 'unchanged_per_s': speeds[1], 'changed_per_s': None, 'floor_per_s': None,
            'ratio': None, 'cpu_s': round(hub.cpu_s, 2), 'server_cpu_s': None, 'peak_rss_mb': round(hub.peak_rss_mb, 1),
            'dump_equal': balanced and settled and b'"problems":[]' in checked[0]}

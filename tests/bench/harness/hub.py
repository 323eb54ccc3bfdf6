"""The hub and the twins as processes of their own: their configuration, one run at a time, and what it took."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = ROOT / 'build/release/bin'
MEASURED = pathlib.Path(__file__).with_name('measured.py')


class Failure(Exception):
    """What stops a benchmark, for a person."""


def measured(command, environment=None):
    """Runs a command to its end: exit status, standard output, CPU seconds, peak of resident memory in MB."""
    with tempfile.NamedTemporaryFile('r') as used:
        done = subprocess.run([sys.executable, MEASURED, used.name, *map(str, command)], stdout=subprocess.PIPE,
                              env={**os.environ, **(environment or {})}, check=False)
        usage = json.load(used)
    return done.returncode, done.stdout, usage['cpu_s'], usage['peak_rss_mb']


class Twins:
    """lienthong-twins on free ports while the block lasts; url(name) says where."""

    def __init__(self, folder, *options):
        self.ports_file = folder / 'ports.json'
        self.ports_file.unlink(missing_ok=True)
        self.process = subprocess.Popen([BIN / 'lienthong-twins', 'serve', '--ports-file', self.ports_file, *options],
                                        stdout=subprocess.DEVNULL)

    def __enter__(self):
        deadline = time.monotonic() + 60
        while not self.ports_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise Failure('lienthong-twins does not start')
            time.sleep(0.02)
        self.ports = json.loads(self.ports_file.read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def url(self, name):
        return f'http://127.0.0.1:{self.ports[name]}'


class Hub:
    """A configuration folder with an empty store, and the program lienthong over it."""

    def __init__(self, folder, shape, store=None):
        """`shape`: a folder with model/, mappings/ and reference/, copied as it is; reports are as shipped. `store`: the
        url of a database in place of a file."""
        self.folder = folder
        self.config = folder / 'config'
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(shape, self.config)
        shutil.copytree(ROOT / 'config/report', self.config / 'report', dirs_exist_ok=True)
        (self.config / 'systems').mkdir(exist_ok=True)
        (self.config / 'flows').mkdir(exist_ok=True)
        (self.config / 'hub.yaml').write_text(f'store: {store or "../hub.db"}\n')
        self.secrets = {}
        self.cpu_s = 0.0
        self.peak_rss_mb = 0.0

    def write(self, name, text):
        (self.config / name).write_text(text, encoding='utf-8')

    def lienthong(self, *arguments):
        code, output, cpu, peak = measured([BIN / 'lienthong', *arguments, '--config', self.config], self.secrets)
        if code not in (0, 5):
            raise Failure(f'lienthong {" ".join(map(str, arguments))} ended with {code}: {output.decode()[-2000:]}')
        return output, cpu, peak

    def run(self, flow, *options):
        """One run: its JSON, with `seconds` from the opening of the system to the end of the run in the store."""
        output, cpu, peak = self.lienthong('run', flow, '--json', *options)
        self.cpu_s += cpu
        self.peak_rss_mb = max(self.peak_rss_mb, peak)
        return json.loads(output)

    def dump(self, entities):
        """The rows of these entities, one after another."""
        return b''.join(self.lienthong('store', 'dump', entity)[0] for entity in entities)


class Serving:
    """`lienthong serve` while the block lasts."""

    def __init__(self, hub):
        self.log_file = hub.folder / 'serve.log'
        with open(self.log_file, 'wb') as log:
            self.process = subprocess.Popen([BIN / 'lienthong', '--config', hub.config, 'serve'], stdout=log, stderr=log,
                                            env={**os.environ, **hub.secrets})

    def __enter__(self):
        self.port = int(self.wait_for(r'listening on port (\d+)', 60))
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def said(self, pattern):
        return re.search(pattern, self.log_file.read_text(encoding='utf-8', errors='replace'))

    def wait_for(self, pattern, seconds):
        deadline = time.monotonic() + seconds
        while not (found := self.said(pattern)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failure(f'lienthong serve did not say {pattern}; see {self.log_file}')
            time.sleep(0.05)
        return found.group(1)

"""W1 of ../shared/bench: its pages, what must result, and the floor under it."""
import json
import subprocess
import sys

from .hub import BIN, ROOT, Failure, measured

SHARED = ROOT / '../shared/bench'
PLACE = ROOT / 'build/bench'
PAGES = PLACE / 'w1'


def make():
    """The pages, made once: a folder with v1/, v2/ and the tables of codes."""
    if (PAGES / 'made').exists():
        return PAGES
    generator = SHARED / 'gen.py'
    if not generator.exists():
        raise Failure(f'{generator} is absent: W1 cannot be made, so there is nothing to measure')
    PAGES.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, generator, PAGES], check=True, stdout=subprocess.DEVNULL)
    (PAGES / 'made').touch()
    return PAGES


def is_expected(dump, shape, version):
    """Whether a dump says what must result, line by line; a line may have alternatives."""
    lines, wanted = dump.split(b'\n'), expected(shape, version).split(b'\n')
    return len(lines) == len(wanted) and all(a == b or a in b.split(b'\v') for a, b in zip(lines, wanted))


def expected(shape, version):
    """The canonical dump that must result, by a program that shares nothing with the hub."""
    kept = PLACE / f'expected.{shape}.{version}'
    program = ROOT / 'tests/bench' / ('expected_dump.py' if shape == 'narrow' else 'expected_full.py')
    if not kept.exists() or kept.stat().st_mtime < program.stat().st_mtime:
        text = subprocess.run([sys.executable, program, PAGES, version], check=True, stdout=subprocess.PIPE).stdout
        kept.write_bytes(text)
    return kept.read_bytes()


def new_file():
    """Where the floor's SQLite file may be made."""
    store = PLACE / 'floor.db'
    for ending in ('', '-wal', '-shm', '.lock'):
        store.with_name(store.name + ending).unlink(missing_ok=True)
    return store


def floor(shape, url, store):
    """Records a second of the program that parses the same pages and writes the same rows and nothing more; `store`: a
    file or a url."""
    code, output, _, _ = measured([BIN / 'floor', shape, url, PAGES, store])
    if code != 0:
        raise Failure(f'the floor ended with {code}')
    return json.loads(output)['records_per_s']

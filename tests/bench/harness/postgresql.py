"""A PostgreSQL server of the benchmark's own, on a socket in a folder that goes with it."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.parse

from .hub import Failure

PROGRAMS = pathlib.Path('/usr/lib/postgresql/15/bin')
# As an administrator would set a small server; what is written is on the disk when a commit has been answered.
SETTINGS = ('listen_addresses=', 'shared_buffers=512MB', 'max_wal_size=4GB')


def stat_of(process):
    """Nothing where it has ended meanwhile."""
    try:
        return pathlib.Path('/proc', process, 'stat').read_text().rpartition(')')[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


class Server:
    """Runs while the block lasts; url is that of an empty database."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='lienthong-bench-'))
        self.runner = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, 'postgres')
            self.runner = ['runuser', '-u', 'postgres', '--']
        self.command('initdb', '-D', 'data', '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--locale=C')
        options = ' '.join(f'-c {setting}' for setting in (*SETTINGS, f'unix_socket_directories={self.folder}'))
        self.command('pg_ctl', '-D', 'data', '-l', 'log', '-w', '-o', options, 'start')
        return self

    def __exit__(self, *_):
        self.command('pg_ctl', '-D', 'data', '-m', 'fast', 'stop')
        shutil.rmtree(self.folder)

    def command(self, program, *arguments):
        done = subprocess.run([*self.runner, PROGRAMS / program, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise Failure(f'{program}: {done.stdout.decode()[-2000:]}')

    def cpu_s(self):
        """User and system seconds of all its processes so far, those that have ended among them."""
        postmaster = (self.folder / 'data/postmaster.pid').read_text().split()[0]
        # Of /proc/PID/stat from its third field on: the parent at 1; from 11, user and system time, then the children's.
        ticks = sum(map(int, stat_of(postmaster)[11:15]))
        for process in filter(str.isdigit, os.listdir('/proc')):
            fields = stat_of(process)
            if fields[1:2] == [postmaster]:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf('SC_CLK_TCK')

    def database(self, name):
        """The url of a new database."""
        self.command('createdb', '-h', str(self.folder), '-U', 'hub', name)
        return f'postgresql://hub@{urllib.parse.quote(str(self.folder), safe="")}/{name}'

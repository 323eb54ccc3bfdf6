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

    def database(self, name):
        """The url of a new database."""
        self.command('createdb', '-h', str(self.folder), '-U', 'hub', name)
        return f'postgresql://hub@{urllib.parse.quote(str(self.folder), safe="")}/{name}'

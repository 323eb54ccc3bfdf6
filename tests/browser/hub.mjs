// A hub that serves the shipped configuration, with the twins of three partners, in a folder that goes with it.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = new URL('../..', import.meta.url).pathname;
const records = '2000';
const patience = 60_000;

async function until(what, look) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}

function change(file, replacements) {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of replacements) text = text.replace(from, to);
  writeFileSync(file, text);
}

function configure(folder, ports) {
  const config = join(folder, 'config');
  cpSync(join(source, 'config'), config, { recursive: true });
  change(join(config, 'systems/national_vaccination.yaml'), [['http://127.0.0.1:7301', `http://127.0.0.1:${ports.portal}`]]);
  change(join(config, 'systems/smart_thanh_hoa.yaml'), [['http://127.0.0.1:7302', `http://127.0.0.1:${ports.app}`]]);
  change(join(config, 'systems/vaccination_lists.yaml'), [['path: var/vaccination_lists', `path: ${folder}/lists`], ['stable_seconds: 5', 'stable_seconds: 0']]);
  change(join(config, 'flows/portal_injections.yaml'), [[', jitter: 1m', '']]);
  change(join(config, 'hub.yaml'), [[/^listen:.*/m, 'listen: 127.0.0.1:0']]);
  const secrets = join(folder, 'var/secrets.yaml');
  writeFileSync(secrets, 'national_vaccination_secret: twin-secret\nsmart_thanh_hoa_token: twin-app-token\nsmart_thanh_hoa_webhook: twin-app-secret\n');
  chmodSync(secrets, 0o600);
}

export class Hub {
  static async start(bin) {
    const hub = new Hub();
    hub.bin = bin;
    hub.folder = mkdtempSync(join(tmpdir(), 'lt-console-'));
    for (const name of ['lists', 'var']) mkdirSync(join(hub.folder, name));
    hub.children = [];
    try {
      await hub.#startTwins();
      await hub.#startHub();
    } catch (error) {
      await hub.stop();
      throw error;
    }
    return hub;
  }

  #spawn(name, args) {
    const child = spawn(join(this.bin, name), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (child.log += text));
    child.gone = new Promise((tell) => child.on('exit', tell));
    this.children.push(child);
    return child;
  }

  async #startTwins() {
    const ports = join(this.folder, 'ports.json');
    this.#spawn('lienthong-twins', ['serve', '--seed', '38', '--records', records, '--ports-file', ports]);
    const text = await until('the twins listen', () => existsSync(ports) && readFileSync(ports, 'utf8'));
    configure(this.folder, JSON.parse(text));
    const list = join(this.folder, 'people.xlsx');
    execFileSync(join(this.bin, 'lienthong-twins'), ['list', '--rows', '300', '--bad', '40', '--seed', '38', '--records', records, '--layout', 'national', '--out', list], { stdio: 'ignore' });
    renameSync(list, join(this.folder, 'lists/danh_sach_tiem.xlsx'));
  }

  async #startHub() {
    const served = this.#spawn('lienthong', ['--config', join(this.folder, 'config'), 'serve']);
    const port = await until('the hub listens', () => {
      if (served.exitCode !== null) throw new Error(`the hub ended:\n${served.log}`);
      return /listening on port (\d+)/.exec(served.log)?.[1];
    });
    this.url = `http://127.0.0.1:${port}`;
    await until('the first runs have ended', () => ['portal_injections', 'ministry_lists', 'app_persons'].every((flow) => served.log.includes(`flow ${flow} run`)));
  }

  command(...args) {
    return execFileSync(join(this.bin, 'lienthong'), ['--config', join(this.folder, 'config'), ...args], { encoding: 'utf8' });
  }

  // The password for the first sign-in.
  addUser(name, role, ...more) {
    return this.command('users', 'add', name, '--role', role, ...more).trim().split(' ').pop();
  }

  async stop() {
    for (const child of this.children) child.kill('SIGTERM');
    await Promise.all(this.children.map((child) => child.gone));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

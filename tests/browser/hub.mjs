// A hub that serves the shipped configuration, with the twins of three partners, a provider of accounts and a mail
// server, in a folder that goes with it.
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addLists, listFlows } from './lists.mjs';
import { child, freePort, source, startMail, startProvider, until } from './partners.mjs';

const records = '2000';

function change(file, replacements) {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of replacements) text = text.replace(from, to);
  writeFileSync(file, text);
}

function configure(folder, ports, { port, provider, mail }) {
  const config = join(folder, 'config');
  cpSync(join(source, 'config'), config, { recursive: true });
  change(join(config, 'systems/national_vaccination.yaml'), [['http://127.0.0.1:7301', `http://127.0.0.1:${ports.portal}`]]);
  change(join(config, 'systems/smart_thanh_hoa.yaml'), [['http://127.0.0.1:7302', `http://127.0.0.1:${ports.app}`]]);
  change(join(config, 'systems/vaccination_lists.yaml'), [['path: var/vaccination_lists', `path: ${folder}/lists`], ['stable_seconds: 5', 'stable_seconds: 0']]);
  change(join(config, 'flows/portal_injections.yaml'), [[', jitter: 1m', '']]);
  change(join(config, 'hub.yaml'), [[/^listen:.*/m, `listen: 127.0.0.1:${port}`]]);
  appendFileSync(join(config, 'hub.yaml'), `oidc:
  issuer: ${provider.issuer}
  client_id: hub
  client_secret: oidc_secret
  address: http://127.0.0.1:${port}
  name: {vi: tài khoản của tỉnh, en: the province’s account}
  scopes: [profile, groups]
  role_claim: groups
  roles: {hub-admins: administrator, hub-people: operator}
`);
  appendFileSync(join(config, 'report.yaml'), `mail: {server: "smtps://localhost:${mail.port}", ca: ${mail.ca}, user: hub, password: report_mail_password, from: hub@binhan.example, to: [vanthu@binhan.example], attach: [pdf, xlsx]}
`);
  addLists(config, folder);
  const secrets = join(folder, 'var/secrets.yaml');
  writeFileSync(secrets, 'national_vaccination_secret: twin-secret\nsmart_thanh_hoa_token: twin-app-token\nsmart_thanh_hoa_webhook: twin-app-secret\noidc_secret: "a secret: 100% +/&"\nreport_mail_password: right horse\n');
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
      await hub.#startPartners(await freePort());
      await hub.#startHub();
    } catch (error) {
      await hub.stop();
      throw error;
    }
    return hub;
  }

  #spawn(name, args) {
    return child(this.children, join(this.bin, name), args);
  }

  async #startPartners(port) {
    this.provider = await startProvider(this.children, this.folder, join(this.bin, '../tests/oidc'), `http://127.0.0.1:${port}`);
    this.mail = await startMail(this.children, this.folder);
    const ports = join(this.folder, 'ports.json');
    this.#spawn('lienthong-twins', ['serve', '--seed', '38', '--records', records, '--ports-file', ports]);
    this.twins = JSON.parse(await until('the twins listen', () => existsSync(ports) && readFileSync(ports, 'utf8')));
    configure(this.folder, this.twins, { port, provider: this.provider, mail: this.mail });
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
    await until('the first runs have ended', () => ['portal_injections', 'ministry_lists', 'app_persons', ...listFlows].every((flow) => served.log.includes(`flow ${flow} run`)));
  }

  command(...args) {
    return execFileSync(join(this.bin, 'lienthong'), ['--config', join(this.folder, 'config'), ...args], { encoding: 'utf8' });
  }

  // What strikes the portal's requests from now on, in the words of plugins/twins/README.md; nothing: it is well.
  async fault(words) {
    const at = `http://127.0.0.1:${this.twins.portal}/twin/faults`;
    await fetch(at, { method: 'DELETE' });
    if (words) await fetch(at, { method: 'POST', body: words });
  }

  // The password for the first sign-in.
  addUser(name, role, ...more) {
    return this.command('users', 'add', name, '--role', role, ...more).trim().split(' ').pop();
  }

  async stop() {
    for (const each of this.children) each.kill('SIGTERM');
    await Promise.all(this.children.map((each) => each.gone));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

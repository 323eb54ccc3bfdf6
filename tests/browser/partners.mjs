// Who else is there: the OpenID provider of npm's oidc-provider, and a mail server that keeps what it takes.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const source = new URL('../..', import.meta.url).pathname;
const patience = 60_000 * Number(process.env.LT_PATIENCE ?? 1);

export async function until(what, look) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}

// One that was free a moment ago: the provider must know the hub's address before there is a hub.
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

// One of `children`, all of whom go with the hub.
export function child(children, program, args, options = {}) {
  const started = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  started.log = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (started.log += text));
  started.gone = new Promise((tell) => started.on('exit', tell));
  children.push(started);
  return started;
}

// `packages`: the folder whose node_modules hold oidc-provider.
export async function startProvider(children, folder, packages, hub) {
  const ports = join(folder, 'provider.json');
  const provider = child(children, process.execPath, [join(source, 'tests/oidc/provider.mjs'), ports], {
    env: { ...process.env, NODE_MODULES: packages, OIDC_REDIRECT: `${hub}/api/v1/session/oidc/callback` },
  });
  const text = await until('the provider listens', () => {
    if (provider.exitCode !== null) throw new Error(`the provider ended:\n${provider.log}`);
    return existsSync(ports) && readFileSync(ports, 'utf8');
  });
  const { issuer, http } = JSON.parse(text);
  const know = (people) => fetch(`http://127.0.0.1:${http}/people`, { method: 'POST', body: JSON.stringify(people) });
  return { issuer, know };
}

export async function startMail(children, parent) {
  const folder = join(parent, 'mail');
  mkdirSync(folder);
  const mail = child(children, '/usr/bin/python3', [join(source, 'tests/unit/report/mail_server.py'), folder, 'smtps']);
  const port = await until('the mail server listens', () => {
    if (mail.exitCode !== null) throw new Error(`the mail server ended:\n${mail.log}`);
    return existsSync(join(folder, 'port')) && readFileSync(join(folder, 'port'), 'utf8');
  });
  const taken = () => until('a mail comes', () => existsSync(join(folder, 'mail.json')) && JSON.parse(readFileSync(join(folder, 'mail.json'), 'utf8')));
  return { port, ca: join(folder, 'ca.pem'), taken };
}

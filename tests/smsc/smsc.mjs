// An SMSC on 127.0.0.1 of the npm package smpp, with knobs: node smsc.mjs PORTS_FILE writes {"smpp":…,"http":…} there.
// With SMSC_KEY and SMSC_CERTIFICATE (PEM files) in the environment it speaks SMPP over TLS.
// POST /knobs  {throttle_every, cut_before, cut_after, hold_receipts, echo_reference, fail}  sets some of them
// POST /deliver {from, to, text}  a citizen's reply; POST /receipts  sends those held; GET /state  what it has seen
import {createHash} from 'node:crypto';
import {closeSync, openSync, readFileSync, writeSync} from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import process from 'node:process';

const smpp = createRequire(process.env.NODE_MODULES + '/')('smpp');

const knobs = {
  throttle_every: 0,     // each n-th submit_sm is refused with ESME_RTHROTTLED
  cut_before: [],        // the line is cut when the n-th submit_sm comes, which is not taken
  cut_after: [],         // the n-th is taken and its answer lost with the line
  hold_receipts: false,  // until POST /receipts
  echo_reference: true,  // receipts carry user_message_reference
  fail: '',              // numbers that end so are answered UNDELIV
};
const seen = {
  binds: 0, refused_binds: 0, submits: 0, taken: 0, throttled: 0, cuts: 0, enquiries: 0, unbinds: 0,
  receipts_sent: 0, receipts_answered: 0, replies_answered: 0,
};
const parts = new Map();       // number, header and text of a part → how often it was taken
const references = new Map();  // user_message_reference and number → how often
const texts = new Map();       // number → whole texts, in the order in which they were complete
const halves = new Map();      // number, reference and total → parts of a text that is not whole yet
const deliveries = [];         // owed to whoever binds next
const held = [];
const sessions = new Set();

const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
const twice = (map) => [...map.values()].filter((times) => times > 1).length;
const two = (number) => String(number).padStart(2, '0');
const minute = () => {
  const now = new Date(Date.now() + 7 * 3600 * 1000);  // the clock of Vietnam
  return two(now.getUTCFullYear() % 100) + two(now.getUTCMonth() + 1) + two(now.getUTCDate()) + two(now.getUTCHours()) +
      two(now.getUTCMinutes());
};

function keepText(number, udh, text) {
  const add = (whole) => texts.set(number, [...(texts.get(number) ?? []), whole]);
  if (!udh) return add(text);
  const [, , reference, total, part] = udh;
  const key = `${number}/${reference}/${total}`;
  const half = halves.get(key) ?? new Map();
  half.set(part, text);
  halves.set(key, half);
  if (half.size < total) return;
  halves.delete(key);
  add([...half.keys()].sort((a, b) => a - b).map((each) => half.get(each)).join(''));
}

function take(pdu) {
  const number = pdu.destination_addr;
  const {message, udh} = pdu.short_message;
  const header = udh?.[0];
  seen.taken += 1;
  const id = createHash('sha256').update(`${seen.taken}`).digest('hex').slice(0, 10);
  const text = Buffer.isBuffer(message) ? message.toString('utf8') : message;
  count(parts, `${number}/${header ? header.toString('hex') : ''}/${text}`);
  count(references, `${number}/${pdu.user_message_reference}`);
  keepText(number, header, text);
  const failed = knobs.fail !== '' && number.endsWith(knobs.fail);
  const stat = failed ? 'UNDELIV' : 'DELIVRD';
  const receipt = {
    source_addr: number, destination_addr: pdu.source_addr, esm_class: 4,
    short_message: `id:${id} sub:001 dlvrd:${failed ? '000' : '001'} submit date:${minute()} done date:${minute()} ` +
        `stat:${stat} err:${failed ? '027' : '000'} text:${[...text].slice(0, 20).join('')}`,
    receipted_message_id: id,
  };
  if (knobs.echo_reference) receipt.user_message_reference = pdu.user_message_reference;
  (knobs.hold_receipts ? held : deliveries).push({kind: 'receipt', pdu: receipt});
  return id;
}

function deliver(session) {
  for (const each of deliveries) {
    if (each.by === session) continue;
    each.by = session;
    if (each.kind === 'receipt') seen.receipts_sent += 1;
    session.deliver_sm(each.pdu, (answer) => {
      if (answer.command_status !== 0) return;
      deliveries.splice(deliveries.indexOf(each), 1);
      seen[each.kind === 'receipt' ? 'receipts_answered' : 'replies_answered'] += 1;
    });
  }
}
const deliverToOne = () => {
  const [session] = sessions;
  if (session) deliver(session);
};

function close(session) {
  session.gone = true;
  // An encrypted socket has no reset of its own.
  if (session.socket.encrypted || !session.socket.resetAndDestroy) session.socket.destroy();
  else session.socket.resetAndDestroy();
}

function cut(session) {
  seen.cuts += 1;
  close(session);
}

const {SMSC_KEY, SMSC_CERTIFICATE} = process.env;
const tls = SMSC_KEY ? {key: readFileSync(SMSC_KEY), cert: readFileSync(SMSC_CERTIFICATE)} : {};

const server = smpp.createServer(tls, (session) => {
  session.on('bind_transceiver', (pdu) => {
    if (pdu.system_id !== 'lienthong' || pdu.password !== 'twin-pw') {
      seen.refused_binds += 1;
      return session.send(pdu.response({command_status: smpp.ESME_RINVPASWD}));
    }
    seen.binds += 1;
    sessions.add(session);
    session.send(pdu.response());
    deliver(session);
  });
  session.on('submit_sm', (pdu) => {
    if (session.gone) return;
    seen.submits += 1;
    if (knobs.throttle_every > 0 && seen.submits % knobs.throttle_every === 0) {
      seen.throttled += 1;
      return session.send(pdu.response({command_status: smpp.ESME_RTHROTTLED}));
    }
    if (knobs.cut_before.includes(seen.submits)) return cut(session);
    const id = take(pdu);
    if (knobs.cut_after.includes(seen.submits)) return cut(session);
    session.send(pdu.response({message_id: id}));
    deliver(session);
  });
  session.on('enquire_link', (pdu) => {
    seen.enquiries += 1;
    session.send(pdu.response());
  });
  session.on('unbind', (pdu) => {
    seen.unbinds += 1;
    session.send(pdu.response());
    session.close();
  });
  session.on('close', () => {
    sessions.delete(session);
    for (const each of deliveries) if (each.by === session) each.by = undefined;
  });
  session.on('error', () => close(session));
});

const state = () => ({
  ...seen, distinct_parts: parts.size, parts_twice: twice(parts), references_twice: twice(references),
  texts: Object.fromEntries(texts), halves: halves.size, owed: deliveries.length + held.length,
});

const control = http.createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  const say = (status, answer) => response.writeHead(status, {'Content-Type': 'application/json'}).end(JSON.stringify(answer));
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /state') return say(200, state());
  if (route === 'POST /knobs') {
    const wanted = JSON.parse(body);
    const wrong = Object.keys(wanted).filter((name) => !(name in knobs));
    if (wrong.length > 0) return say(400, {unknown: wrong});
    // Counted from here on.
    for (const name of ['cut_before', 'cut_after'])
      if (wanted[name]) wanted[name] = wanted[name].map((place) => place + seen.submits);
    return say(200, Object.assign(knobs, wanted));
  }
  if (route === 'POST /receipts') {
    deliveries.push(...held.splice(0));
    deliverToOne();
    return say(200, {});
  }
  if (route === 'POST /deliver') {
    for (const reply of JSON.parse(body)) {
      const pdu = {source_addr: reply.from, destination_addr: reply.to};
      if (reply.parts)
        reply.parts.forEach((text, i) => deliveries.push({kind: 'reply', pdu: {
          ...pdu, esm_class: 0x40, data_coding: 8,
          short_message: {udh: Buffer.from([5, 0, 3, reply.reference, reply.parts.length, i + 1]), message: text}}}));
      else
        deliveries.push({kind: 'reply', pdu: {...pdu, short_message: reply.text}});
    }
    deliverToOne();
    return say(200, {});
  }
  say(404, {});
});

server.listen(0, '127.0.0.1', () => control.listen(0, '127.0.0.1', () => {
  const file = openSync(process.argv[2], 'w');
  writeSync(file, JSON.stringify({smpp: server.address().port, http: control.address().port}) + '\n');
  closeSync(file);
}));
process.on('SIGTERM', () => process.exit(0));

// An OpenID provider on 127.0.0.1 of the npm package oidc-provider, with knobs: node provider.mjs PORTS_FILE writes
// {"issuer":…,"http":…} there. Its people sign in with any password; OIDC_REDIRECT names the hub's callback.
// POST /people {sub: {claim: value}}  who there is; POST /rotate  new signing keys in place of the old ones
// POST /id-token-claims  from now on id_tokens hold all claims; before, only userinfo does
import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {closeSync, openSync, writeSync} from 'node:fs';
import http from 'node:http';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

const {Provider} = await import(pathToFileURL(`${process.env.NODE_MODULES}/node_modules/oidc-provider/lib/index.js`));

const callback = process.env.OIDC_REDIRECT;
let people = {};
let keys = newKeys();
let conformIdTokenClaims = true;
let answer;

function newKeys() {
  const id = randomBytes(4).toString('hex');
  const pair = (type, options) => generateKeyPairSync(type, options).privateKey.export({format: 'jwk'});
  return [
    {...pair('rsa', {modulusLength: 2048}), kid: `rsa-${id}`, alg: 'RS256', use: 'sig'},
    {...pair('ec', {namedCurve: 'P-256'}), kid: `ec-${id}`, alg: 'ES256', use: 'sig'},
  ];
}

const client = (id, more) => ({
  client_id: id,
  redirect_uris: [callback],
  post_logout_redirect_uris: [new URL('/', callback).href],
  ...more,
});

function build(issuer) {
  const provider = new Provider(issuer, {
    clients: [
      client('hub', {client_secret: 'a secret: 100% +/&', id_token_signed_response_alg: 'RS256'}),
      client('hub-public', {token_endpoint_auth_method: 'none', id_token_signed_response_alg: 'ES256'}),
    ],
    claims: {openid: ['sub'], profile: ['preferred_username'], groups: ['groups']},
    conformIdTokenClaims,
    cookies: {keys: ['only of tests']},
    findAccount: (_, sub) => people[sub] && {accountId: sub, claims: () => ({sub, ...people[sub]})},
    jwks: {keys},
    ttl: {AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600},
  });
  answer = provider.callback();
}

const body = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

const knobs = {
  '/people': (text) => { people = JSON.parse(text); },
  '/rotate': () => { keys = newKeys(); },
  '/id-token-claims': () => { conformIdTokenClaims = false; },
};

const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const issuer = `http://127.0.0.1:${await listening(http.createServer((request, response) => answer(request, response)))}`;
build(issuer);
const control = await listening(http.createServer(async (request, response) => {
  const turn = knobs[request.url];
  if (turn) {
    turn(await body(request));
    build(issuer);
  }
  response.writeHead(turn ? 200 : 404).end();
}));

const ports = openSync(process.argv[2], 'w');
writeSync(ports, `${JSON.stringify({issuer, http: control})}\n`);
closeSync(ports);

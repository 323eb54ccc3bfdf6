// Talking to /api/v1: JSON, the session's CSRF token, and problems in the reader's language.
import type { Language } from '../lib/texts';

export const base = '/api/v1';
// A hub that takes a new configuration answers again after a second or two.
const patience = 5;
const rest = 600; // ms
let csrf: string | null = null;
let language: Language = 'vi';

export function setCsrf(token: string | null): void {
  csrf = token;
}
export function setRequestLanguage(chosen: Language): void {
  language = chosen;
}

export type Violation = { file?: string; line?: number; message: string };

// Why a request was not served. `code` is the last part of the problem's type; 'offline' where there was no answer.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly violations: Violation[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail || title);
  }
}

export type Options = { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };

const signedOut = new EventTarget();
export function onSignedOut(listener: () => void): () => void {
  signedOut.addEventListener('out', listener);
  return () => signedOut.removeEventListener('out', listener);
}

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const code = typeof said.type === 'string' ? said.type.split(':').pop()! : 'failed';
  const wait = Number(response.headers.get('Retry-After'));
  const violations = Array.isArray(said.violations) ? (said.violations as Violation[]) : [];
  return new Problem(response.status, code, String(said.title ?? response.statusText), String(said.detail ?? ''),
    violations, Number.isFinite(wait) && wait > 0 ? wait : null);
}

async function sent(path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': language, ...options.headers };
  const method = options.method ?? 'GET';
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  for (let tries = method === 'GET' ? patience : 1; ; --tries) {
    try {
      return await fetch(base + path, { method, headers, body, signal: options.signal, credentials: 'same-origin' });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      if (tries <= 1) throw new Problem(0, 'offline', '', '');
      await new Promise((go) => setTimeout(go, rest));
    }
  }
}

export type Answer<T> = { body: T; etag: string | null };

export async function ask<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  const response = await sent(path, options);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && problem.code === 'not_signed_in' && path !== '/session')
      signedOut.dispatchEvent(new Event('out'));
    throw problem;
  }
  const body = response.status === 204 ? undefined : await response.json();
  return { body: body as T, etag: response.headers.get('ETag') };
}

export const get = async <T>(path: string, signal?: AbortSignal) => (await ask<T>(path, { signal })).body;
export const post = async <T>(path: string, body?: unknown) => (await ask<T>(path, { method: 'POST', body })).body;
export const put = async <T>(path: string, body: unknown) => (await ask<T>(path, { method: 'PUT', body })).body;
export const remove = async (path: string) => void (await ask<void>(path, { method: 'DELETE' }));

// "/flows" with what is asked for; what is empty is left out.
export function withQuery(path: string, query: Record<string, string | number | undefined | null>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

// One segment of a path.
export const seg = (text: string | number) => encodeURIComponent(String(text));

// An entity tag as If-Match takes it.
export const quoted = (etag: string) => (etag.startsWith('"') ? etag : `"${etag}"`);

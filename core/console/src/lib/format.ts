// Numbers, times and lengths of time as a reader in Vietnam, or in English, writes them.
import type { Language } from './texts';

const locale = { vi: 'vi-VN', en: 'en-GB' } as const;
const zone = 'Asia/Ho_Chi_Minh'; // of the hub, wherever the reader is

const units = [
  { seconds: 86_400, vi: 'ngày', en: 'd' },
  { seconds: 3_600, vi: 'giờ', en: 'h' },
  { seconds: 60, vi: 'phút', en: 'min' },
  { seconds: 1, vi: 'giây', en: 's' },
] as const;

export function number(value: number | null | undefined, language: Language): string {
  return value == null ? '–' : new Intl.NumberFormat(locale[language]).format(value);
}

export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(locale[language], { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

function parts(text: string | null | undefined): Record<string, string> | null {
  const moment = text ? new Date(text) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, part.value]));
}

export function day(text: string | null | undefined): string {
  const p = parts(text);
  return p ? `${p.day}/${p.month}/${p.year}` : '–';
}

export function clock(text: string | null | undefined, seconds = false): string {
  const p = parts(text);
  return p ? `${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''}` : '–';
}

export function dateTime(text: string | null | undefined, seconds = false): string {
  return parts(text) ? `${day(text)} ${clock(text, seconds)}` : '–';
}

// A date of ISO 8601, of which a mask may hide parts, as people here write it; any other value as it is.
export function value(text: string): string {
  const date = /^([\d•]{4})-([\d•]{2})-([\d•]{2})$/.exec(text);
  if (date) return `${date[3]}/${date[2]}/${date[1]}`;
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? dateTime(text) : text;
}

// Today only the time, else the day before it.
export function shortTime(text: string | null | undefined, now = Date.now()): string {
  return day(text) === day(new Date(now).toISOString()) ? clock(text) : dateTime(text);
}

// The largest unit that says it, with the next one while the number is small: "1 giờ 20 phút".
export function length(seconds: number | null | undefined, language: Language): string {
  if (seconds == null) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const at = units.findIndex((unit) => whole >= unit.seconds);
  const first = units[at === -1 ? units.length - 1 : at]!;
  const count = Math.floor(whole / first.seconds);
  const second = units[at + 1];
  const rest = second && count < 10 ? Math.floor((whole % first.seconds) / second.seconds) : 0;
  const word = (n: number, unit: (typeof units)[number]) => `${number(n, language)} ${unit[language]}`;
  return rest && second && at < 2 ? `${word(count, first)} ${word(rest, second)}` : word(count, first);
}

export function ago(text: string | null | undefined, language: Language, now = Date.now()): string {
  if (!text) return '–';
  const seconds = (now - new Date(text).getTime()) / 1000;
  if (Math.abs(seconds) < 5) return language === 'vi' ? 'vừa xong' : 'just now';
  const said = length(Math.abs(seconds), language);
  if (seconds < 0) return language === 'vi' ? `sau ${said}` : `in ${said}`;
  return language === 'vi' ? `${said} trước` : `${said} ago`;
}

export function bytes(count: number, language: Language): string {
  const steps = ['B', 'kB', 'MB', 'GB'];
  let value = count;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    ++step;
  }
  const digits = step && value < 100 ? 1 : 0;
  return `${new Intl.NumberFormat(locale[language], { maximumFractionDigits: digits }).format(value)} ${steps[step]}`;
}

export const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

// "/etc/lienthong/systems/portal.yaml" within the configuration's folder.
export const shortPath = (path: string) => path.split('/').slice(-2).join('/');

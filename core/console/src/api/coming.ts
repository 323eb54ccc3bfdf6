// Shapes of routes that the document does not describe yet; each goes to types.ts when it does.
import type { Label } from '../lib/texts';
import type { Schemas } from './types';

export type Job = {
  id: number;
  kind: 'replay' | 'run' | 'dry-run' | 'send';
  subject: string;
  who: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  result: Record<string, unknown> | null;
  error: string | null;
  started: string;
  ended: string | null;
};
export type Change = {
  key: string;
  entity: string;
  act: 'created' | 'updated' | 'filtered' | 'withdrawn' | 'erased' | 'dead' | 'send' | 'erase' | 'withheld';
  fields: { field: string; before: string; after: string }[];
  reasons: { code: string; field: string; message: string }[];
  document: Record<string, unknown> | null;
};
export type DryRun = { counts: Record<string, number>; changes: Change[]; message: string };
export type Mended = { letter: Schemas['LetterDetail']; outcome: 'mapped' | 'filtered' | 'dead'; reasons: Schemas['Reason'][] };

export type SourceRecord = { system: string; stream: string; key: string; row: number | null };
export type Judgement = {
  id: number;
  entity: string;
  saying: 'same' | 'never' | 'undo';
  a: SourceRecord | null;
  b: SourceRecord | null;
  by: string;
  at: string;
  reason: string;
  stands: boolean;
  undone: number | null;
};
export type Moment = {
  at: string;
  what: 'heard' | 'judged' | 'disclosed';
  system: string;
  stream: string;
  flow: string;
  key: string;
  fields: string[];
  run: number;
  note: string;
  judgement: Judgement | null;
};
export type Review = {
  id: number;
  entity: string;
  a: SourceRecord;
  b: SourceRecord;
  fields: { field: string; label: Label; a: string; b: string; same: boolean }[];
  weights: { comparison: string; level: string; a: string; b: string; bits: number }[];
  bits: number;
  at: string;
  assigned_to: string;
  judgement: number | null;
};

export type Report = {
  id: string;
  kind: 'on-demand' | 'daily' | 'weekly' | 'monthly';
  from: string;
  to: string;
  made: string;
  verdict: 'good' | 'attention' | 'trouble' | 'unbalanced';
  sha256: string;
  due: string[];
};
export type ReportVerdict = {
  format: string;
  report: string;
  sha256: string;
  finding: 'intact' | 'appended' | 'altered' | 'other';
  where: string;
  kept: string | null;
};

export type Violation = { file: string; line: number; message: string };
export type SettingsFile = { path: string; kind: string; bytes: number; etag: string };
export type SettingsText = { path: string; kind: string; text: string; etag: string };
export type SettingsWritten = { path: string; etag?: string; change: number };
export type SettingsChange = { id: number; path: string; at: string; who: string; kind: 'write' | 'add' | 'remove' | 'undo' | 'outside'; reason: string };
export type SettingsChangeDetail = SettingsChange & { before: string | null; after: string | null; diff: string };

export type MappingInfo = { name: string; path: string; direction: 'in' | 'out'; flows: string[]; examples: number };
export type MappingExample = { name: string; line: number; passed: boolean; source: string; result: string; expected: string; differences: string[] };
export type MappingDetail = MappingInfo & { text: string; etag: string; results: MappingExample[] };
export type MappingTrial = { violations: Violation[]; results: MappingExample[] };

export type SystemTest = { system: string; reachable: boolean | null; state: string; message: string };
export type StreamInfo = { name: string; title: string; readable: boolean; writable: boolean; key: string[] };
export type StreamSample = { stream: string; masked: boolean; records: Record<string, unknown>[]; more: boolean };
export type Secret = { name: string; used_by: string[]; from: 'credential' | 'environment' | 'sealed' | 'plain' | 'missing'; set: string | null; by: string };

export type Ways = { password: boolean; oidc: { name: Label } | null };
export type SignsInBy = { signs_in_by?: 'password' | 'oidc' };

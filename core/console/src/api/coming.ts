// Shapes of routes that the document does not describe yet; each goes to types.ts when it does.
import type { Label } from '../lib/texts';

export type Violation = { file: string; line: number; message: string };
export type SettingsFile = { path: string; kind: string; bytes: number; etag: string };
export type SettingsText = { path: string; kind: string; text: string; etag: string };
export type SettingsWritten = { path: string; etag: string | null; change: number | null };
export type SettingsChange = { id: number; path: string; at: string; who: string; kind: 'write' | 'add' | 'remove' | 'undo' | 'outside'; reason: string };
export type SettingsChangeDetail = SettingsChange & { before: string | null; after: string | null; diff: string };

export type MappingInfo = { name: string; path: string; direction: 'in' | 'out'; flows: string[] };
export type MappingExample = { name: string; line: number; passed: boolean; source: string; result: string; expected: string; differences: string[] };
export type MappingDetail = MappingInfo & { text: string; etag: string; results: MappingExample[] };
export type MappingTrial = { violations: Violation[]; results: MappingExample[] };

export type SystemTest = { system: string; reachable: boolean | null; state: string; message: string };
export type StreamInfo = { name: string; title: string; readable: boolean; writable: boolean; key: string[] };
export type StreamSample = { stream: string; masked: boolean; records: Record<string, unknown>[]; more: boolean };
export type Secret = { name: string; used_by: string[]; from: 'credential' | 'environment' | 'sealed' | 'plain' | 'missing'; set: string | null; by: string };

export type Ways = { password: boolean; oidc: { name: Label } | null };
export type SignsInBy = { signs_in_by?: 'password' | 'oidc' };

// Names for what the API's document describes (schema.d.ts is made from it).
import type { components } from './schema';

export type Schemas = components['schemas'];
export type Page<T> = { items: T[]; next: string | null };

export type Session = Schemas['Session'];
export type Right = 'look' | 'letters' | 'records' | 'unmask' | 'operate' | 'audit' | 'administer';
export type System = Schemas['System'];
export type SystemDetail = Schemas['SystemDetail'];
export type Flow = Schemas['Flow'];
export type FlowDetail = Schemas['FlowDetail'];
export type Run = Schemas['Run'];
export type Counts = Schemas['Counts'];
export type Cause = Schemas['Cause'];
export type Letter = Schemas['Letter'];
export type LetterDetail = Schemas['LetterDetail'];
export type Entity = Schemas['Entity'];
export type RecordRow = Schemas['Record'];
export type RecordDetail = Schemas['RecordDetail'];
export type RecordField = Schemas['RecordField'];
export type Word = Schemas['Word'];
export type Unit = Schemas['Unit'];
export type Plugin = Schemas['Plugin'];
export type PluginDetail = Schemas['PluginDetail'];
export type AuditLine = Schemas['AuditLine'];
export type AuditVerdict = Schemas['AuditVerdict'];
export type User = Schemas['User'];
export type Token = Schemas['Token'];
export type OneTimePassword = Schemas['OneTimePassword'];
export type TokenSecret = Schemas['TokenSecret'];
export type Job = Schemas['Job'];
export type Mended = Schemas['Mended'];
export type SourceRecord = Schemas['SourceRecord'];
export type Judgement = Schemas['Judgement'];
export type Moment = Schemas['Moment'];
export type Review = Schemas['Review'];
export type Report = Schemas['Report'];
export type ReportVerdict = Schemas['ReportVerdict'];
// What a dry run's job comes to; the document says of a job's result only that it is an object.
export type Change = {
  key: string;
  entity: string;
  act: 'created' | 'updated' | 'filtered' | 'withdrawn' | 'erased' | 'dead' | 'send' | 'erase' | 'withheld';
  fields: { field: string; before: string; after: string }[];
  reasons: { code: string; field: string; message: string }[];
  document: Record<string, unknown> | null;
};
export type DryRun = { counts: Record<string, number>; changes: Change[]; message: string };
export type Violation = Schemas['Violation'];
export type SettingsFile = Schemas['SettingsFile'];
export type SettingsText = Schemas['SettingsText'];
export type SettingsState = Schemas['SettingsState'];
export type SettingsWritten = Schemas['SettingsWritten'];
export type SettingsChange = Schemas['SettingsChange'];
export type SettingsChangeDetail = Schemas['SettingsChangeDetail'];
export type MappingInfo = Schemas['Mapping'];
export type MappingDetail = Schemas['MappingDetail'];
export type MappingExample = Schemas['MappingExample'];
export type MappingTrial = Schemas['MappingTrial'];
export type SystemTest = Schemas['SystemTest'];
export type Stream = Schemas['Stream'];
export type StreamSample = Schemas['StreamSample'];
export type Secret = Schemas['Secret'];
export type Ways = Schemas['SignInWays'];


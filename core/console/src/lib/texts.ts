// Words in both languages: a table a page, each entry a pair, so that none is said in one language only.

export type Language = 'vi' | 'en';
export type Texts = Record<string, readonly [vi: string, en: string]>;
export type Label = { vi: string; en: string };
export type Say<T extends Texts> = (key: keyof T & string, values?: Record<string, string | number>) => string;

export function pick(language: Language, label: Label | undefined | null): string {
  return label ? label[language] || label.vi || label.en : '';
}

export function filled(pattern: string, values: Record<string, string | number> = {}): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function sayer<T extends Texts>(texts: T, language: Language): Say<T> {
  const side = language === 'vi' ? 0 : 1;
  return (key, values) => filled(texts[key]![side], values);
}

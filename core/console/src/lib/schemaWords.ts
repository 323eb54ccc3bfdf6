// A connector's JSON Schema in the reader's language: each word stands beside its Vietnamese, as title and title_vi.
import type { Language } from './texts';

type Node = Record<string, unknown>;

// A choice is shown by its title and by the value that the settings' file holds, which other settings refer to.
function choices(values: unknown, titles: unknown): string[] | undefined {
  if (!Array.isArray(values) || !Array.isArray(titles)) return undefined;
  return values.map((value, i) => {
    const title = String(titles[i] ?? value);
    return title.toLowerCase().includes(String(value).toLowerCase()) ? title : `${title} (${String(value)})`;
  });
}

// A member with what it refers to within its schema; its own words go first.
export function resolved(root: unknown, member: unknown): Node {
  const { $ref, ...own } = member as Node;
  if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return own;
  const found = $ref.slice(2).split('/').reduce<unknown>((at, key) => (at as Node | undefined)?.[key], root);
  return found === undefined ? own : { ...resolved(root, found), ...own };
}

// What the form reads: title, description and enumNames of the language. A secret is a name, so it is typed openly.
export function inLanguage(schema: unknown, language: Language): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inLanguage(item, language));
  if (schema === null || typeof schema !== 'object') return schema;
  const { title_vi, description_vi, enum_titles, enum_titles_vi, $schema: _, writeOnly: __, ...rest } = schema as Node;
  const said = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, inLanguage(value, language)]));
  if (language === 'vi' && typeof title_vi === 'string') said.title = title_vi;
  if (language === 'vi' && typeof description_vi === 'string') said.description = description_vi;
  const names = choices(said.enum, language === 'vi' ? (enum_titles_vi ?? enum_titles) : enum_titles);
  if (names) said.enumNames = names;
  return said;
}

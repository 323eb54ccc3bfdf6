// A connector's schema in the reader's language, with nothing of the other left where both were given.
import { describe, expect, it } from 'vitest';
import { inLanguage, resolved } from '../src/lib/schemaWords';

const schema = {
  title: 'System', title_vi: 'Hệ thống', description: 'A system.', description_vi: 'Một hệ thống.',
  properties: {
    kind: {
      title: 'Kind', title_vi: 'Kiểu', description: 'How it knows us.', description_vi: 'Cách nhận biết.', writeOnly: true,
      enum: ['none', 'bearer', 1], enum_titles: ['None at all', 'Bearer token', 'One'], enum_titles_vi: ['Không xác thực', 'Mã (Bearer)', 'Một'],
    },
    old: { title: 'Old', description: 'Of a connector of before.', enum: ['a'] },
  },
};
type Said = { title: string; description: string; properties: Record<string, { title: string; description: string; enumNames?: string[] }> };

describe('a schema in a language', () => {
  it('is Vietnamese in its titles, descriptions and choices', () => {
    const said = inLanguage(schema, 'vi') as Said;
    expect(said.title).toBe('Hệ thống');
    expect(said.properties.kind).toEqual({
      title: 'Kiểu', description: 'Cách nhận biết.', enum: ['none', 'bearer', 1], enumNames: ['Không xác thực (none)', 'Mã (Bearer)', 'Một (1)'],
    });
  });

  it('is English in English, and where a connector says nothing in Vietnamese', () => {
    const said = inLanguage(schema, 'en') as Said;
    expect(said.description).toBe('A system.');
    expect(said.properties.kind!.enumNames).toEqual(['None at all', 'Bearer token', 'One (1)']);
    const old = (inLanguage(schema, 'vi') as Said).properties.old!;
    expect(old.title).toBe('Old');
    expect(old.enumNames).toBeUndefined();
  });

  it('a member has the words of what it refers to, and its own before them', () => {
    const root = { definitions: { auth: { title: 'Credentials', type: 'object' }, own: { $ref: '#/definitions/auth' } } };
    expect(resolved(root, { $ref: '#/definitions/own', title: 'Ours' })).toEqual({ title: 'Ours', type: 'object' });
    expect(resolved(root, { $ref: '#/definitions/none', title: 'Ours' })).toEqual({ title: 'Ours' });
  });
});

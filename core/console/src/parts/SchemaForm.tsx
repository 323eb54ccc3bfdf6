// A form made from a connector's JSON Schema, in the reader's language.
import Form from '@rjsf/antd';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { useSession } from '../app/session';
import type { Language } from '../lib/texts';
import { validator } from './validator';

type Node = Record<string, unknown>;

// title_vi and description_vi in place of the English ones; a secret is a name, so it is typed openly.
export function inLanguage(schema: unknown, language: Language): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inLanguage(item, language));
  if (schema === null || typeof schema !== 'object') return schema;
  const { title_vi, description_vi, $schema: _, writeOnly: __, ...rest } = schema as Node;
  const said = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, inLanguage(value, language)]));
  if (language === 'vi' && typeof title_vi === 'string') said.title = title_vi;
  if (language === 'vi' && typeof description_vi === 'string') said.description = description_vi;
  return said;
}

const noTitle = (schema: Node): Node => ({ ...schema, title: '', description: '' });
const ui: UiSchema = { 'ui:submitButtonOptions': { norender: true } };

type Given = { schema: Node; value: unknown; change: (value: unknown) => void; id: string; submit: () => void };

export default function SchemaForm({ schema, value, change, id, submit }: Given) {
  const { language } = useSession();
  const said = useMemo(() => noTitle(inLanguage(schema, language) as Node), [schema, language]);
  return (
    <Form
      id={id}
      tagName="div"
      idPrefix={id}
      schema={said as RJSFSchema}
      uiSchema={ui}
      validator={validator}
      formData={value}
      showErrorList={false}
      liveValidate
      experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults' }}
      onChange={({ formData }) => change(formData)}
      onSubmit={submit}
    />
  );
}

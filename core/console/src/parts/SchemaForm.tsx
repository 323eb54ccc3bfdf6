// A form made from a connector's JSON Schema, in the reader's language; what is nested is folded away.
import { PlusOutlined } from '@ant-design/icons';
import Form from '@rjsf/antd';
import type { IconButtonProps, ObjectFieldTemplateProps, RJSFSchema, UiSchema } from '@rjsf/utils';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useSay, useSession } from '../app/session';
import { inLanguage } from '../lib/schemaWords';
import { texts } from './texts';
import { validator } from './validator';

type Node = Record<string, unknown>;

function ObjectTemplate({ title, properties, idSchema, schema, formData, onAddClick, disabled }: ObjectFieldTemplateProps) {
  const say = useSay(texts);
  const needed = new Set(schema.required ?? []);
  const sorted = [...properties].sort((a, b) => Number(needed.has(b.name)) - Number(needed.has(a.name)));
  const members = sorted.map((property) => <div key={property.name}>{property.content}</div>);
  const add = schema.additionalProperties && (
    <Button size="small" icon={<PlusOutlined />} disabled={disabled} onClick={onAddClick(schema)} style={{ marginBottom: 10 }}>
      {say('add_item')}
    </Button>
  );
  if (idSchema.$id === 'settings') return <>{members}</>;
  const filled = formData !== undefined && formData !== null && Object.keys(formData as object).length > 0;
  return (
    <details open={filled}>
      <summary>{title}</summary>
      <div>
        {members}
        {add}
      </div>
    </details>
  );
}

function AddButton({ onClick, disabled }: IconButtonProps) {
  const say = useSay(texts);
  return (
    <Button size="small" icon={<PlusOutlined />} onClick={onClick} disabled={disabled}>
      {say('add_item')}
    </Button>
  );
}

const ui: UiSchema = { 'ui:submitButtonOptions': { norender: true } };
const templates = { ObjectFieldTemplate: ObjectTemplate, ButtonTemplates: { AddButton } };
type Given = { schema: Node; value: unknown; change: (value: unknown) => void };

// The hub checks what is sent; the form itself only says what may stand where.
export default function SchemaForm({ schema, value, change }: Given) {
  const { language } = useSession();
  // What the whole is for stands above the form already.
  const said = useMemo(() => ({ ...(inLanguage(schema, language) as RJSFSchema), description: undefined }), [schema, language]);
  return (
    <div className="schema">
      <Form
        tagName="div"
        idPrefix="settings"
        schema={said}
        uiSchema={ui}
        templates={templates}
        validator={validator}
        formData={value}
        noValidate
        showErrorList={false}
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults' }}
        onChange={({ formData }) => change(formData)}
      />
    </div>
  );
}

// JSON Schema for the form library without compiling code, which the page's security policy forbids.
import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { type ErrorSchema, ErrorSchemaBuilder, type RJSFSchema, type RJSFValidationError, toErrorList, type ValidatorType } from '@rjsf/utils';

function faults(schema: RJSFSchema, data: unknown, root: RJSFSchema = schema): OutputUnit[] {
  const whole = { ...(schema as object), definitions: root.definitions, $defs: root.$defs } as Schema;
  const found = new Validator(whole, '7', false).validate(data ?? {}).errors;
  // Of nested complaints only the innermost says what is wrong.
  return found.filter((fault) => !found.some((other) => other !== fault && other.keywordLocation.startsWith(`${fault.keywordLocation}/`)));
}

const pathOf = (location: string) => location.replace(/^#\/?/, '').split('/').filter(Boolean).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));

export const validator: ValidatorType = {
  validateFormData(data, schema) {
    const builder = new ErrorSchemaBuilder();
    const errors: RJSFValidationError[] = faults(schema, data).map((fault) => {
      const missing = /required property "([^"]+)"/.exec(fault.error)?.[1];
      const path = [...pathOf(fault.instanceLocation), ...(missing ? [missing] : [])];
      builder.addErrors(fault.error, path);
      return { name: fault.keyword, message: fault.error, property: `.${path.join('.')}`, stack: `${path.join('.')}: ${fault.error}` };
    });
    return { errors, errorSchema: builder.ErrorSchema as ErrorSchema };
  },
  toErrorList: (errorSchema, path) => toErrorList(errorSchema, path),
  isValid: (schema, data, root) => faults(schema, data, root).length === 0,
  rawValidation: (schema, data) => ({ errors: faults(schema, data) as never }),
};

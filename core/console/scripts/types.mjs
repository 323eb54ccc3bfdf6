// Makes src/api/schema.d.ts from the hub's OpenAPI document: types.mjs DOCUMENT [--check], which only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const place = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url));
const [file, mode] = process.argv.slice(2);
const { paths, ...document } = JSON.parse(readFileSync(file, 'utf8'));
document.paths = {};
const made = `// Made by scripts/types.mjs from the hub's OpenAPI document; scripts/types makes it anew.\n${astToString(await openapiTS(document, { alphabetize: true }))}`;
if (mode !== '--check') writeFileSync(place, made);
else if (readFileSync(place, 'utf8') !== made) {
  console.error('src/api/schema.d.ts is not what the hub describes: core/console/scripts/types makes it anew');
  process.exit(1);
}

// Every test of the console, in the order in which they run.
import { cases as configure } from './cases/configure.mjs';
import { cases as door } from './cases/door.mjs';
import { cases as flows } from './cases/flows.mjs';
import { cases as govern } from './cases/govern.mjs';
import { cases as keyboard } from './cases/keyboard.mjs';
import { cases as letters } from './cases/letters.mjs';
import { cases as pictures } from './cases/pictures.mjs';
import { cases as provider } from './cases/provider.mjs';
import { cases as records } from './cases/records.mjs';
import { cases as reviews } from './cases/reviews.mjs';
import { cases as shell } from './cases/shell.mjs';

export const cases = [
  ...door, ...provider, ...shell, ...flows, ...keyboard, ...letters, ...records, ...reviews, ...govern, ...configure, ...pictures,
];

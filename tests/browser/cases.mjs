// Every test of the console, in the order in which they run.
import { cases as door } from './cases/door.mjs';
import { cases as pictures } from './cases/pictures.mjs';

export const cases = [...door, ...pictures];

// The level of a comparison, as a linkage file writes it, in words: "words_near(name, 1) and equal(given)".
import type { Say } from '../../lib/texts';
import { levels } from './texts';

const known = (name: string): name is keyof typeof levels => name in levels;

export function agreement(level: string, say: Say<typeof levels>): string {
  const term = (text: string): string => {
    const [, name = text, given = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
    const [field = '', n = ''] = given.split(',').map((word) => word.trim());
    const key = known(`${name}_${field}`) ? `${name}_${field}` : name;
    return known(key) ? say(key, { n }) : text;
  };
  return level.split(' and ').map(term).join(say('and'));
}

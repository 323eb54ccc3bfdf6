// The lines that differ between two texts (Myers' greedy algorithm, between what both have at their ends).

export type Line = { kind: 'same' | 'gone' | 'new'; text: string; before?: number; after?: number };

function trace(a: string[], b: string[]): Int32Array[] {
  const most = a.length + b.length;
  const reach = new Int32Array(2 * most + 3);
  const history: Int32Array[] = [];
  for (let d = 0; d <= most; ++d) {
    history.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[most + k]! < reach[most + k + 2]!);
      let x = down ? reach[most + k + 2]! : reach[most + k]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) ++x;
      reach[most + 1 + k] = x;
      if (x >= a.length && x - k >= b.length) return history;
    }
  }
  return history;
}

function middle(a: string[], b: string[]): Line[] {
  const most = a.length + b.length;
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  const history = trace(a, b);
  for (let d = history.length - 1; d >= 0; --d) {
    const reach = history[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && reach[most + k]! < reach[most + k + 2]!);
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : reach[most + 1 + fromK]!;
    const fromY = fromX - fromK;
    while (x > (d === 0 ? 0 : fromX) && y > (d === 0 ? 0 : fromY)) lines.push({ kind: 'same', text: a[(--y, --x)]! });
    if (d > 0) lines.push(down ? { kind: 'new', text: b[--y]! } : { kind: 'gone', text: a[--x]! });
  }
  return lines.reverse();
}

export function diffLines(before: string, after: string): Line[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) ++head;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) ++tail;
  const same = (text: string): Line => ({ kind: 'same', text });
  const lines = [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
  let left = 0;
  let right = 0;
  for (const line of lines) {
    if (line.kind !== 'new') line.before = ++left;
    if (line.kind !== 'gone') line.after = ++right;
  }
  return lines;
}

// Only what changed, with some lines around it; null stands for lines left out.
export function hunks(lines: Line[], around = 3): (Line | null)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((l) => l.kind !== 'same'));
  const shown: (Line | null)[] = [];
  lines.forEach((line, i) => {
    if (near[i]) shown.push(line);
    else if (shown.length === 0 || shown[shown.length - 1] !== null) shown.push(null);
  });
  return shown;
}

// What the hub says of a mapping's text a moment after the last key.
import { useEffect, useState } from 'react';
import { post } from '../../api/client';
import type { MappingDetail, MappingTrial } from '../../api/types';
import { asProblem } from '../../parts/ReasonDialog';

const rest = 350;

export function useTrial(mapping: MappingDetail, text: string): { trial: MappingTrial; trying: boolean } {
  const [trial, setTrial] = useState<MappingTrial>({ violations: [], results: mapping.results });
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    if (text === mapping.text) {
      setTrying(false);
      return setTrial({ violations: [], results: mapping.results });
    }
    let dropped = false;
    setTrying(true);
    const timer = setTimeout(async () => {
      try {
        const answer = await post<MappingTrial>('/mappings/try', { path: mapping.path, text });
        if (!dropped) setTrial(answer);
      } catch (error) {
        const problem = asProblem(error);
        const violations = problem.violations.length ? problem.violations : [{ file: mapping.path, line: 1, message: problem.message }];
        if (!dropped) setTrial((before) => ({ ...before, violations: violations.map((each) => ({ file: each.file ?? mapping.path, line: each.line ?? 1, message: each.message })) }));
      }
      if (!dropped) setTrying(false);
    }, rest);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [mapping, text]);
  return { trial, trying };
}

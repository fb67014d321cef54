/** Says which words of the filter no flow of the dataset has: an empty page is then no riddle. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { api } from '../state/api.ts';
import { useScope } from '../state/scope.ts';
import css from './chips.module.css';
import { unknownValues } from './unknown-values.ts';

const VALUES = 300;

export function UnknownNote() {
  const { dataset, filter } = useScope();
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    setLines([]);
    const values = async (field: string, text: string) => {
      const reply = await api.ask(dataset, { kind: 'values', scope: { filter: '' }, field, text, limit: VALUES });
      return reply.ok ? reply.answer.values : [];
    };
    unknownValues(filter, values)
      .then((found) => !gone && setLines(found))
      // a hint that can't be had is no fault
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [dataset, filter]);
  if (lines.length === 0) return null;
  return (
    <p className={css.unknown} role="status">
      <IconAlertTriangle size={14} aria-hidden /> {lines.join(' · ')}
    </p>
  );
}

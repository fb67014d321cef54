/** Says in the count line which words of the filter nothing is called: a small number is then no riddle. */

import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { told } from '../language/told.ts';
import { api } from '../state/api.ts';
import { useDataset } from '../state/events.ts';
import { useScope } from '../state/scope.ts';
import css from './chips.module.css';

export function UnknownNote() {
  const { dataset, filter } = useScope();
  const version = useDataset(dataset)?.version;
  // a hint that can't be had is no fault
  const { data: hints = [] } = useQuery({
    queryKey: ['hints', dataset, version, filter],
    queryFn: () => api.hints(dataset, filter),
    enabled: dataset !== '' && filter !== '',
    retry: false,
  });
  if (hints.length === 0) return null;
  return (
    <p className={css.unknown} role="status">
      <IconAlertTriangle size={14} aria-hidden /> {hints.map((hint) => told(hint.message)).join(' · ')}
    </p>
  );
}

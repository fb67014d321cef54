/** Where no flow matches: for words of the filter that nothing is called the nearest one, a click away; the count line says which they are. */

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import { api } from '../state/api.ts';
import { useDataset } from '../state/events.ts';
import { useScope } from '../state/scope.ts';

export function FilterHints(): ReactNode {
  const { dataset, filter, setFilter } = useScope();
  const version = useDataset(dataset)?.version;
  const { data: hints = [] } = useQuery({
    queryKey: ['hints', dataset, version, filter],
    queryFn: () => api.hints(dataset, filter),
    enabled: dataset !== '' && filter !== '',
    retry: false,
  });
  return hints.map(({ start, end, word, nearest }) => {
    const part = filter.slice(start, end);
    const at = part.toLowerCase().lastIndexOf(word.toLowerCase());
    if (nearest === undefined || at < 0) return null;
    return (
      <p key={start}>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setFilter(filter.slice(0, start + at) + nearest + filter.slice(start + at + word.length))}
        >
          {t('Use {nearest}', { nearest })}
        </Button>
      </p>
    );
  });
}

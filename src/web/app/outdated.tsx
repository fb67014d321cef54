/** A dataset that another version made: what can be done about it. */

import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Dataset } from '#app/model.ts';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { useTotals } from '../state/answer.ts';
import { ApiFailure, api } from '../state/api.ts';
import { useRefreshDatasets } from '../state/events.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import css from '../style/view-frame.module.css';

/** True when its questions are refused for that reason. */
export function useOutdated(): boolean {
  const { scope } = useScope();
  const { error } = useTotals(scope);
  return error instanceof ApiFailure && error.code === 'DATASET_SCHEMA';
}

export function Outdated({ dataset }: { readonly dataset: Dataset }): ReactNode {
  const client = useQueryClient();
  const refresh = useRefreshDatasets();
  const { data: found } = useQuery({
    queryKey: ['renewal', dataset.id],
    queryFn: () => api.renewal(dataset.id),
    retry: false,
  });
  const [isAsked, setAsked] = useState(false);
  const [fault, setFault] = useState<string>();
  const renew = async () => {
    setAsked(true);
    try {
      await api.renew(dataset.id);
      await refresh();
      // what was refused is asked again
      await client.resetQueries({ predicate: ({ queryKey }) => queryKey[1] === dataset.id });
    } catch (cause) {
      setFault(cause instanceof Error ? told(cause.message) : String(cause));
    }
    setAsked(false);
  };
  const there = found?.captures.length ?? 0;
  return (
    <div className={css.note} role="alert">
      <p>{t('Another version of Capscope made this dataset; this one keeps flows in another way.')}</p>
      {found !== undefined && (
        <p>
          {there === 0
            ? t(
                'None of its captures is where it was. Import them into a new dataset, or open it with the version that made it.',
              )
            : plural(
                there,
                'Its capture is still there. Read again, its flows take the place of the old ones; tags and notes on flows and hosts are lost.',
                'Its {n} captures are still there. Read again, their flows take the place of the old ones; tags and notes on flows and hosts are lost.',
              )}
        </p>
      )}
      {found !== undefined && found.missing.length > 0 && there > 0 && (
        <p>
          {t('Not found any more, and left out: {names}', {
            names: format.middle(found.missing.slice(0, 10).join(', '), 200),
          })}
        </p>
      )}
      <div className={css.way}>
        {there > 0 && (
          <Button size="xs" loading={isAsked} onClick={() => void renew()}>
            {t('Read again')}
          </Button>
        )}
        <Button size="xs" variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
          {t('All datasets')}
        </Button>
      </div>
      {fault !== undefined && <p>{fault}</p>}
    </div>
  );
}

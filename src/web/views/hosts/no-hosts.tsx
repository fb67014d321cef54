/** There is no host: perhaps because no flow has an address. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../../language/t.ts';
import { EmptyNote } from '../../style/view-frame.tsx';

export function NoHosts({ dataset, onlyStations }: { readonly dataset: string; readonly onlyStations: boolean }) {
  if (!onlyStations) return <EmptyNote />;
  return (
    <EmptyNote>
      <p>
        {t(
          'No flow here has an IP address. Such frames go between stations, which are told by their hardware addresses.',
        )}
      </p>
      <Button
        size="xs"
        variant="default"
        renderRoot={(props) => (
          <Link to={'/d/$dataset/$view' as string} params={{ dataset, view: 'conversations' } as never} {...props} />
        )}
      >
        {t('Show the stations')}
      </Button>
    </EmptyNote>
  );
}

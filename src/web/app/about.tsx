// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** Version, and the licences of what is bundled. */

import { Modal, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../language/t.ts';
import { api } from '../state/api.ts';
import { FailureNote, Skeleton } from '../style/view-frame.tsx';
import css from './help.module.css';

export default function AboutBox({ onClose }: { readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['about'],
    queryFn: api.about,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('About Capscope')}
      size={720}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {error ? (
        <FailureNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton />
      ) : (
        <>
          <p>
            {t(
              'Capscope {version} shows what is in packet captures. MIT licence. This page makes no request to any other server.',
              { version: data.version },
            )}
          </p>
          {data.licences && data.licences.length > 0 && (
            <section className={css.scroll} tabIndex={0} aria-label={t('Licences')}>
              <Table className={css.table} verticalSpacing={4} stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('Bundled')}</Table.Th>
                    <Table.Th>{t('Licence')}</Table.Th>
                    <Table.Th>{t('What for')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.licences.map((one) => (
                    <Table.Tr key={one.name}>
                      <Table.Td>{one.name}</Table.Td>
                      <Table.Td>{one.licence}</Table.Td>
                      <Table.Td className="muted">{one.what}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </section>
          )}
        </>
      )}
    </Modal>
  );
}

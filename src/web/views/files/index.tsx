/** The capture files of a dataset: what they are, what they hold, and what could not be read of them. */

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CaptureFile } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { told } from '../../language/told.ts';
import { SettingsButton } from '../../settings/settings-button.tsx';
import { FilePicker } from '../../start/file-picker.tsx';
import { useImportFiles } from '../../start/import-files.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { copyText } from '../../state/marks.tsx';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { AccountsBar } from './accounts-bar.tsx';
import { FilePictures } from './file-pictures.tsx';
import css from './files.module.css';
import { QualityPanel } from './quality.tsx';
import { RefusedCaptures } from './refused.tsx';

export default function FilesView(): ReactNode {
  const { dataset } = useScope();
  const all = useDataset(dataset);
  const [zone] = useZone();
  const files = useQuery({
    queryKey: ['files', dataset, all?.version],
    queryFn: () => api.files(dataset),
    enabled: dataset !== '',
    placeholderData: (old: readonly CaptureFile[] | undefined) => old,
    retry: false,
  });
  const importFiles = useImportFiles();
  const [fault, setFault] = useState<string>();
  const add = (chosen: readonly File[]) =>
    void importFiles(chosen, dataset).catch((cause: unknown) =>
      setFault(cause instanceof Error ? cause.message : String(cause)),
    );
  const rows = files.data ?? [];
  const packets = rows.reduce((sum, file) => sum + file.packets, 0);
  const size = rows.reduce((sum, file) => sum + file.size, 0);
  return (
    <div className={css.view}>
      <ViewFrame
        title={t('Which captures are in here?')}
        subtitle={
          files.data &&
          [
            format.counted(rows.length, 'file'),
            format.bytes(size),
            ...(rows.some(isLog) && packets === 0 ? [] : [format.counted(packets, 'packet')]),
          ].join(', ')
        }
        answers={[
          {
            data: files.data,
            loading: files.isPending,
            dimmed: files.isPlaceholderData && !all?.importing,
            fault: undefined,
            error: files.error ?? undefined,
            retry: () => void files.refetch(),
          },
        ]}
        empty={rows.length === 0}
        data={() => ({
          head: [
            'name',
            'size',
            'sha256',
            'format',
            'link types',
            'snap length',
            'packets',
            'bytes on the wire',
            'first',
            'last',
            'decoded',
            'truncated',
            'malformed',
            'unsupported',
            'warnings',
          ],
          rows: rows.map((file) => [
            file.name,
            file.size,
            file.sha256,
            file.format,
            file.linkTypes.join(' '),
            file.snapLen,
            file.packets,
            file.bytes,
            file.first === undefined ? undefined : new Date(file.first).toISOString(),
            file.last === undefined ? undefined : new Date(file.last).toISOString(),
            file.accounts.decoded,
            file.accounts.truncated,
            file.accounts.malformed,
            file.accounts.unsupported,
            file.warnings.join('; '),
          ]),
        })}
        actions={
          <>
            {fault !== undefined && <span role="alert">{fault}</span>}
            {all && <SettingsButton dataset={all} />}
            <FilePicker size="xs" variant="default" onFiles={add}>
              {t('Add captures')}
            </FilePicker>
          </>
        }
        emptyNote={
          <p>
            {all?.importing
              ? t('The first file is being read.')
              : t('There are no captures in this dataset yet. Drop some anywhere on this page.')}
          </p>
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={css.scroll} tabIndex={0} aria-label={t('Capture files')}>
          <table className={css.files}>
            <thead>
              <tr>
                <th scope="col">{t('Name and SHA-256')}</th>
                <th scope="col" className={css.number}>
                  {t('Size')}
                </th>
                <th scope="col">{t('Format')}</th>
                <th scope="col">{t('Link types')}</th>
                <th scope="col" className={css.number}>
                  {t('Packets')}
                </th>
                <th scope="col">{t('Time span ({zone})', { zone: format.zoneName(zone, rows[0]?.first ?? 0) })}</th>
                <th scope="col">{t('What could be read')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((file) => (
                <Row key={file.id} file={file} />
              ))}
            </tbody>
          </table>
        </section>
      </ViewFrame>
      <RefusedCaptures dataset={dataset} />
      {rows.length > 0 && <QualityPanel />}
    </div>
  );
}

/** A flow log tells of times, and carries no packet. */
const isLog = (file: CaptureFile): boolean => file.packets === 0 && file.first !== undefined;

function Row({ file }: { readonly file: CaptureFile }) {
  const [zone] = useZone();
  return (
    <>
      <tr>
        <th scope="row" title={file.name}>
          {format.middle(file.name, 44)}
          <Hash file={file} />
        </th>
        <td data-label={t('Size')} className={css.number} title={format.exactBytes(file.size)}>
          {format.bytes(file.size)}
        </td>
        <td data-label={t('Format')}>
          {file.format}
          {file.snapLen > 0 && file.snapLen < 65535 && (
            <Tooltip
              label={t('At most {snapLen} bytes of each packet were stored', { snapLen: format.exact(file.snapLen) })}
            >
              <span className={css.sub}>{t('snap length {snapLen}', { snapLen: format.exact(file.snapLen) })}</span>
            </Tooltip>
          )}
        </td>
        <td data-label={t('Link types')} className={css.links}>
          {file.linkTypes.length > 0 ? file.linkTypes.join(', ') : '–'}
        </td>
        <td
          data-label={t('Packets')}
          className={css.number}
          {...(isLog(file) ? {} : { title: t('{bytes} on the wire', { bytes: format.exactBytes(file.bytes) }) })}
        >
          {isLog(file) ? '–' : format.exact(file.packets)}
          <span className={css.sub}>
            {isLog(file) ? t('none in a flow log') : t('{bytes} on the wire', { bytes: format.bytes(file.bytes) })}
          </span>
        </td>
        <td data-label={t('Time')} className={css.time}>
          {file.first === undefined || file.last === undefined ? (
            '–'
          ) : (
            <>
              {format.dateTime(file.first, zone, 3)}
              <span className={css.sub}>
                {t('for {last}', { last: format.duration((file.last - file.first) / 1000) })}
              </span>
            </>
          )}
        </td>
        <td data-label={t('Read')}>{isLog(file) ? '–' : <AccountsBar accounts={file.accounts} />}</td>
      </tr>
      <tr className={css.below}>
        <td colSpan={7}>
          <FilePictures file={file} />
        </td>
      </tr>
      {file.warnings.length > 0 && (
        <tr className={css.warnings}>
          <td colSpan={7}>
            <ul>
              {file.warnings.map((warning) => (
                <li key={warning}>
                  <IconAlertTriangle size={14} aria-label={t('Warning')} /> {told(warning)}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

function Hash({ file }: { readonly file: CaptureFile }) {
  const { sha256 } = file;
  if (sha256 === undefined) return <span className={css.sub}>{t('hash is being computed')}</span>;
  return (
    <span className={css.hash}>
      <span className="mono" title={sha256}>
        {sha256.slice(0, 12)}…{sha256.slice(-12)}
      </span>
      <Tooltip label={t('Copy the whole hash')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('Copy SHA-256 of {name}', { name: file.name })}
          onClick={() => void copyText(sha256)}
        >
          <IconCopy size={14} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

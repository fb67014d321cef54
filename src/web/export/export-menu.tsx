/** Takes a picture out: its data as CSV, its drawing as PNG or SVG. */

import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { t } from '../language/t.ts';
import { csvOf, fileName, type Table } from './csv.ts';
import { pictureOf, pngOf, save } from './picture.ts';

export function ExportMenu({
  title,
  data,
  frame,
  links = [],
}: {
  readonly title: string;
  /** undefined: only the picture can be taken out */
  readonly data?: (() => Table | Promise<Table>) | undefined;
  readonly frame: RefObject<HTMLElement | null>;
  /** files that the server writes */
  readonly links?: readonly { readonly label: string; readonly href: string }[];
}) {
  const [fault, setFault] = useState<string>();
  const attempt = (work: () => Promise<void>) => {
    setFault(undefined);
    work().catch((cause: unknown) => setFault(cause instanceof Error ? cause.message : String(cause)));
  };
  const csv = async () =>
    save(fileName(title, 'csv'), new Blob([csvOf(await data!())], { type: 'text/csv;charset=utf-8' }));
  const svg = async () => {
    const picture = await pictureOf(frame.current!);
    save(fileName(title, 'svg'), new Blob([picture.svg], { type: 'image/svg+xml' }));
  };
  const png = async () => save(fileName(title, 'png'), await pngOf(await pictureOf(frame.current!)));
  return (
    <>
      <Menu position="bottom-end" width={links.length > 0 ? 250 : 190}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t('Export: {title}', { title })}
            title={t('Export as CSV, PNG or SVG')}
            data-no-picture
          >
            <IconDownload size={15} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {data && <Menu.Item onClick={() => attempt(csv)}>{t('Numbers as CSV')}</Menu.Item>}
          {links.map(({ label, href }) => (
            <Menu.Item key={href} component="a" href={href} download>
              {label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => attempt(png)}>{t('Picture as PNG')}</Menu.Item>
          <Menu.Item onClick={() => attempt(svg)}>{t('Picture as SVG')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {fault !== undefined && <span role="alert">{t('This could not be exported: {fault}', { fault })}</span>}
    </>
  );
}

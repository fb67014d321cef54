/** Captures behind links: pasted one a line, each explained while it is typed, then fetched by the server. */

import { Button, Group, Modal, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCircleCheck, IconLink, IconLoader2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { DialogButton, type DialogButtonProps, type ImportDialogProps } from './dialog-button.tsx';
import { useImportFiles } from './import-files.ts';
import { type TypedLink, useTypedLinks, willImport } from './link-facts.ts';
import css from './link-import.module.css';

export function LinkImport({ dataset, into, opened, onClose }: ImportDialogProps): ReactNode {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={into === undefined ? t('Import captures by link') : t('Add captures by link to “{into}”', { into })}
      size={640}
      closeButtonProps={{ 'aria-label': t('Close') }}
      keepMounted={false}
    >
      <LinkForm dataset={dataset} onClose={onClose} />
    </Modal>
  );
}

function LinkForm({ dataset, onClose }: { readonly dataset: string | undefined; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const importFiles = useImportFiles();
  const links = useTypedLinks(text);
  const ready = links.filter(willImport);
  const asking = links.some(({ state }) => state.kind === 'asking');
  const send = async () => {
    const sources = ready.flatMap(({ url, state }) => (state.kind === 'told' ? [{ url, name: state.facts.name }] : []));
    setBusy(true);
    setFault(undefined);
    try {
      await importFiles(sources, dataset);
      setText('');
      onClose();
    } catch (cause) {
      setFault(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready.length > 0 && !asking && !busy) void send();
      }}
    >
      <p className={css.note}>
        {t(
          'The machine that runs Capscope fetches them. The part of a link after “?” is used for the import and then forgotten: no file, list or log keeps it. tcp://host:port is a live stream (PCAP-over-IP).',
        )}
      </p>
      <Textarea
        className={css.box!}
        label={t('Links to captures, one a line')}
        placeholder="https://account.blob.core.windows.net/container/capture.cap?sv=…&sig=…"
        autosize
        minRows={3}
        maxRows={8}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {links.length > 0 && (
        <ul className={css.list} aria-label={t('What the links allow')} aria-busy={asking}>
          {links.map((link) => (
            <LinkRow key={link.url} link={link} />
          ))}
        </ul>
      )}
      {fault !== undefined && (
        <p className={css.fault} role="alert">
          {fault}
        </p>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" size="xs" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button type="submit" size="xs" loading={busy} disabled={ready.length === 0 || asking}>
          {wordsOf(ready.length, links.length)}
        </Button>
      </Group>
    </form>
  );
}

function wordsOf(ready: number, all: number): string {
  if (ready < all && ready > 0) return t('Import {ready} of {all} links', { ready, all });
  return all > 1 ? t('Import {all} links', { all }) : t('Import');
}

function LinkRow({ link: { url, state } }: { readonly link: TypedLink }) {
  if (state.kind === 'asking')
    return (
      <li>
        <IconLoader2 size={16} color="var(--muted)" aria-hidden />
        <p className={css.place}>{t('looking at {link}', { link: url.replace(/[?#].*$/s, '').slice(0, 100) })}</p>
      </li>
    );
  if (state.kind === 'refused')
    return (
      <li>
        <IconBan size={16} color="var(--fault)" aria-hidden />
        <p className={css.stop}>{state.reason}</p>
      </li>
    );
  const { facts } = state;
  const stops = facts.findings.some(({ weight }) => weight === 'stop');
  const warns = facts.findings.length > 0;
  return (
    <li>
      {stops ? (
        <IconBan size={16} color="var(--fault)" aria-hidden />
      ) : warns ? (
        <IconAlertTriangle size={16} color="var(--warning)" aria-hidden />
      ) : (
        <IconCircleCheck size={16} color="var(--accent)" aria-hidden />
      )}
      <p className={css.name}>{facts.name}</p>
      <p className={css.place}>{facts.shown}</p>
      {facts.signature !== undefined && <p>{told(facts.signature)}</p>}
      {facts.findings.map(({ weight, message }) => (
        <p key={message} className={weight === 'stop' ? css.stop : css.warn}>
          {weight === 'stop' ? t('Will not work: {why}', { why: told(message) }) : told(message)}
        </p>
      ))}
    </li>
  );
}

/** The button that opens it. */
export const LinkButton = (props: DialogButtonProps): ReactNode => (
  <DialogButton {...props} icon={<IconLink size={15} aria-hidden />} label={t('By link')} dialog={LinkImport} />
);

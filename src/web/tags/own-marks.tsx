/** Tags and notes of a flow, a host or the dataset itself, to see and to change. */

import type { ReactNode } from 'react';
import type { Dataset } from '#app/model.ts';
import { type MarkTarget, tagsOf } from '#query/marks.ts';
import type { FlowRow } from '#query/question.ts';
import { t } from '../language/t.ts';
import { useScope } from '../state/scope.ts';
import { changeMarks, editDataset, takeBackMarks, useAllMarks } from '../state/tags.ts';
import { isOpenFlow, whyOpen } from './open-flows.ts';
import { type TagChange, TagEditor } from './tag-editor.tsx';
import css from './tags.module.css';

function useSave(on: MarkTarget): (change: TagChange) => Promise<(() => Promise<unknown>) | undefined> {
  const { dataset } = useScope();
  return async (change) => {
    const { undo } = await changeMarks(dataset, { on, ...change });
    return undo === undefined ? undefined : () => takeBackMarks(dataset, undo);
  };
}

export function FlowMarks({ row }: { readonly row: FlowRow }): ReactNode {
  const { dataset } = useScope();
  const known = useAllMarks(dataset)?.tags.map(({ tag }) => tag) ?? [];
  const save = useSave({ kind: 'flows', ids: [row.id] });
  if (isOpenFlow(row.id)) return <p className="muted">{whyOpen()}</p>;
  return (
    <section className={css.own} aria-label={t('Tags and note')}>
      <TagEditor
        key={row.id}
        label={t('Tags and note of this flow')}
        tags={tagsOf(row.tag)}
        note={String(row.note ?? '')}
        known={known}
        save={save}
      />
    </section>
  );
}

export function HostMarksEditor({ ip }: { readonly ip: string }): ReactNode {
  const { dataset } = useScope();
  const marks = useAllMarks(dataset);
  const own = marks?.hosts.find((host) => host.ip === ip);
  const save = useSave({ kind: 'hosts', ips: [ip] });
  return (
    <section className={css.host} aria-label={t('Tags and note')}>
      <TagEditor
        key={ip}
        label={t('Tags and note of host {ip}', { ip })}
        tags={own?.tags ?? []}
        note={own?.note ?? ''}
        known={marks?.tags.map(({ tag }) => tag) ?? []}
        save={save}
      />
    </section>
  );
}

export function DatasetMarks({
  dataset,
  known,
}: {
  readonly dataset: Dataset;
  readonly known: readonly string[];
}): ReactNode {
  const { tags = [], note = '' } = dataset;
  return (
    <TagEditor
      label={t('Tags and note of this dataset')}
      tags={tags}
      note={note}
      known={known}
      save={async (change) => {
        const next = [...tags.filter((tag) => !change.remove.includes(tag)), ...change.add];
        await editDataset(dataset.id, { tags: next, ...(change.note === undefined ? {} : { note: change.note }) });
        return () => editDataset(dataset.id, { tags, note });
      }}
    />
  );
}

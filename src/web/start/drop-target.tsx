/**
 * Lets captures be dropped anywhere: over a dataset (its views or its card) they go into it, elsewhere into a new one. Mounted
 * once, above all pages; shows the uploads under way in a corner.
 */

import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { LostNote } from '../app/lost-note.tsx';
import { rich } from '../language/rich.tsx';
import { t } from '../language/t.ts';
import { useDatasets } from '../state/events.ts';
import css from './drop-target.module.css';
import { droppedFiles } from './dropped-files.ts';
import { useImportFiles } from './import-files.ts';
import { UploadTray } from './upload-tray.tsx';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

const cardAt = (event: DragEvent): string | undefined =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-dataset]')?.dataset.dataset : undefined;

export function DropTarget(): ReactNode {
  const { dataset: shown } = useParams({ strict: false }) as { dataset?: string };
  const { datasets } = useDatasets();
  const importFiles = useImportFiles();
  const [over, setOver] = useState<{ readonly dataset: string | undefined }>();
  const [fault, setFault] = useState<string>();
  const drop = useRef<(event: DragEvent) => void>(undefined);
  drop.current = (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    setOver(undefined);
    take.current?.(droppedFiles(event.dataTransfer), shown ?? cardAt(event));
  };
  const take = useRef<(files: Promise<readonly File[]>, dataset: string | undefined) => void>(undefined);
  take.current = (files, dataset) => {
    files
      .then((chosen) => importFiles(chosen, dataset))
      .then(() => setFault(undefined))
      .catch((cause: unknown) => setFault(cause instanceof Error ? cause.message : String(cause)));
  };

  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const dataset = shown ?? cardAt(event);
      setOver((old) => (old && old.dataset === dataset ? old : { dataset }));
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(undefined);
    };
    const land = (event: DragEvent) => drop.current?.(event);
    // files copied in the system's file manager; text goes where the cursor is
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take.current?.(Promise.resolve(files), shown);
    };
    window.addEventListener('paste', paste);
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', land);
    return () => {
      window.removeEventListener('paste', paste);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', land);
    };
  }, [shown]);

  const into = datasets.find((one) => one.id === over?.dataset);
  return (
    <>
      {over && (
        <div className={css.overlay} aria-hidden>
          <p>
            {into
              ? rich('Drop to add to {dataset}', { dataset: <strong>{into.name}</strong> })
              : t('Drop to look into these captures')}
          </p>
        </div>
      )}
      <LostNote />
      <UploadTray fault={fault} onFault={setFault} onForget={() => setFault(undefined)} />
    </>
  );
}

/** The page around every view of a dataset: rail, top bar, parts and counts, time strip, view, inspector. */

import { useDocumentTitle, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { Inspector } from '../inspector/inspector.tsx';
import { t } from '../language/t.ts';
import { EmptyDataset } from '../start/empty-dataset.tsx';
import { useDataset, useDatasets } from '../state/events.ts';
import { MarkMenu } from '../state/marks.tsx';
import { lazyPart } from '../state/part.ts';
import { printPage } from '../state/printing.ts';
import { type Search, useScope } from '../state/scope.ts';
import { useTour } from '../state/tour.ts';
import { TimeStrip } from '../strip/time-strip.tsx';
import { FailureNote, Skeleton } from '../style/view-frame.tsx';
import { CountLine } from './count-line.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NoDataset } from './not-found.tsx';
import { Outdated, useOutdated } from './outdated.tsx';
import { Rail } from './rail.tsx';
import { useSettled } from './settled.ts';
import css from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { VIEW_LIST } from './views.ts';

const Tour = lazyPart(() => import('./tour.tsx'));
const Facets = lazyPart(() => import('../facets/facets.tsx'));

export function Shell() {
  const { dataset: id, view: name, undo, inspect, search } = useScope();
  const dataset = useDataset(id);
  const { loading, error } = useDatasets();
  const view = VIEW_LIST.find((one) => one.name === name) ?? VIEW_LIST[0];
  useDocumentTitle(dataset ? `${view.label} · ${dataset.name} · Capscope` : 'Capscope');
  const [facets, setFacets] = useLocalStorage({
    key: 'capscope-facets',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const boxOpen = useBoxOpen();
  const client = useQueryClient();
  const [isNew, toured] = useTour();
  const close = () => inspect(undefined);
  const main = useRef<HTMLElement>(null);
  const settled = useSettled(main, `${id}/${view.name}`);
  useHotkeys([
    [
      'escape',
      () => {
        // a box that was open takes the key for itself
        if (!boxOpen.current) (search.flow === undefined ? undo : close)();
      },
    ],
    ['mod+p', () => void printPage(() => client.isFetching() > 0)],
    ['mod+z', () => window.history.back()],
    ['mod+shift+z', () => window.history.forward()],
    ['/', () => document.querySelector<HTMLElement>('[data-filter-input] .cm-content')?.focus()],
  ]);
  // what is needed for the first picture comes while its numbers do
  const isEmpty = dataset?.flows === 0;
  useEffect(() => {
    if (isEmpty) void Promise.allSettled([view.load(), import('../chart/engine.ts')]);
  }, [isEmpty, view]);
  const missing = !loading && !error && dataset === undefined;
  const isOutdated = useOutdated() && dataset !== undefined;
  return (
    <MarkMenu>
      {isNew && dataset !== undefined && dataset.flows > 0 && isPlain(view.name, search) && (
        <Welcome onClose={toured} />
      )}
      <a className={css.skip} data-screen href="#view">
        {t('Skip to the view')}
      </a>
      <div className={css.shell} data-paper>
        <Rail />
        <div className={css.page} data-paper>
          <TopBar plain={view.plain ?? false} />
          {error ? (
            <FailureNote error={error} />
          ) : missing ? (
            <NoDataset id={id} />
          ) : isOutdated ? (
            <main className={css.view} id="view" tabIndex={-1} aria-label={view.label}>
              <Outdated dataset={dataset} />
            </main>
          ) : (
            <>
              <p data-paper-only>
                <b>{dataset?.name}</b> · {view.label}
              </p>
              {!view.plain && (
                <>
                  <CountLine facets={facets} onFacets={() => setFacets(!facets)} />
                  {dataset?.flows !== 0 && <TimeStrip />}
                </>
              )}
              <div className={css.work} data-paper>
                {facets && !view.plain && (
                  <Suspense>
                    <Facets onClose={() => setFacets(false)} />
                  </Suspense>
                )}
                <main
                  ref={main}
                  className={css.view}
                  id="view"
                  data-paper
                  data-coming={!settled || undefined}
                  tabIndex={-1}
                  aria-label={view.label}
                >
                  <ErrorBoundary
                    key={`${id}/${view.name}`}
                    fallback={(cause) => <FailureNote error={cause} retry={() => window.location.reload()} />}
                  >
                    <Suspense fallback={<Skeleton />}>
                      {dataset !== undefined && dataset.flows === 0 && !view.plain ? (
                        <EmptyDataset dataset={dataset} />
                      ) : (
                        <view.Body />
                      )}
                    </Suspense>
                  </ErrorBoundary>
                </main>
                {!settled && (
                  <div className={css.coming}>
                    <Skeleton />
                  </div>
                )}
                {search.flow !== undefined && !view.plain && <Inspector />}
              </div>
            </>
          )}
        </div>
      </div>
    </MarkMenu>
  );
}

/** The overview of everything: who follows a link to something else wants to see that. */
const isPlain = (view: string, { q, h, t: time, flow, sel }: Search): boolean =>
  view === 'overview' && [q, h, time, flow, sel].every((part) => part === undefined);

/** The tour, but not over a box that is open. */
function Welcome({ onClose }: { readonly onClose: () => void }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(document.querySelector('[role=dialog]') === null), []);
  return (
    open && (
      <Suspense>
        <Tour onClose={onClose} />
      </Suspense>
    )
  );
}

/** Whether a dialog or menu was open when the last key went down: it may be gone when the key reaches the page. */
function useBoxOpen(): RefObject<boolean> {
  const open = useRef(false);
  useEffect(() => {
    const note = () => {
      open.current = document.querySelector('[role=dialog], [role=menu]') !== null;
    };
    window.addEventListener('keydown', note, true);
    return () => window.removeEventListener('keydown', note, true);
  }, []);
  return open;
}

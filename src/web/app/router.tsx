/** Addresses: / is the start page, /d/:dataset/:view a view of a dataset. */

import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { DropTarget } from '../start/drop-target.tsx';
import { useEvents } from '../state/events.ts';
import { lazyPart } from '../state/part.ts';
import { parseSearch, readSearch, stringifySearch, VIEWS } from '../state/scope.ts';
import { FailureNote } from '../style/view-frame.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

const loadPalette = () => import('./palette.tsx');
const Palette = lazyPart(loadPalette);
/** ms after the start: what is typed right after Ctrl K must not wait for the palette's code */
const PALETTE_SOON = 2500;
const StartPage = lazyPart(() => import('../start/index.tsx'));

function Root() {
  useEvents();
  const [palette, { toggle, close }] = useDisclosure(false);
  useHotkeys([['mod+k', toggle]], []);
  useEffect(() => {
    const timer = window.setTimeout(() => void loadPalette().catch(() => undefined), PALETTE_SOON);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <>
      <Outlet />
      <DropTarget />
      <Suspense>{palette && <Palette onClose={close} />}</Suspense>
    </>
  );
}

const root = createRootRoute({
  component: Root,
  validateSearch: readSearch,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <FailureNote error={error instanceof Error ? error : new Error(String(error))} />,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => (
    <Suspense>
      <StartPage />
    </Suspense>
  ),
});

const dataset = createRoute({
  getParentRoute: () => root,
  path: '/d/$dataset',
  beforeLoad: ({ params, search }) => {
    throw redirect({ to: '/d/$dataset/$view', params: { ...params, view: 'overview' }, search, replace: true });
  },
});

const view = createRoute({
  getParentRoute: () => root,
  path: '/d/$dataset/$view',
  beforeLoad: ({ params, search }) => {
    if (!(VIEWS as readonly string[]).includes(params.view))
      throw redirect({ to: '/d/$dataset/$view', params: { ...params, view: 'overview' }, search, replace: true });
  },
  component: Shell,
});

export const createPageRouter = () =>
  createRouter({
    routeTree: root.addChildren([start, dataset, view]),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
  });

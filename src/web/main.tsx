import '@mantine/core/styles.css';
import '@fontsource-variable/inter/index.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-600.css';
import './style/page.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createPageRouter } from './app/router.tsx';
import { usePrinting, watchPrinting } from './state/printing.ts';
import { theme } from './style/theme.ts';

const client = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1 } } });
const router = createPageRouter();

/** True when the server has the page of another version: the parts of this one are gone. */
async function isReplaced(): Promise<boolean> {
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src');
  const page = await fetch('/', { cache: 'no-store' });
  return page.ok && typeof own === 'string' && !(await page.text()).includes(own);
}

// A part that can't be loaded: the page is loaded anew, once, where another version was installed while it was open. A connection
// that broke is no reason to: it would end the uploads under way.
window.addEventListener('vite:preloadError', () => {
  const key = 'capscope-reloaded';
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 10_000) return;
  const reload = (yes: boolean): void => {
    if (!yes) return;
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  };
  isReplaced().then(reload, () => undefined);
});

function Page() {
  const printing = usePrinting();
  useEffect(watchPrinting, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" {...(printing ? { forceColorScheme: 'light' } : {})}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);

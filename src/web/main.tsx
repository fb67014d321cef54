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

// another version was installed while this page was open: its parts are gone, so the page is loaded anew, once
window.addEventListener('vite:preloadError', (event) => {
  const key = 'capscope-reloaded';
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 10_000) return;
  sessionStorage.setItem(key, String(Date.now()));
  event.preventDefault();
  window.location.reload();
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

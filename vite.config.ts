import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: src/web to dist/web. The aliases (#…) are package.json's imports, which Vite reads itself. */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // no data: URLs, so that the Content-Security-Policy can stay default-src 'self'
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});

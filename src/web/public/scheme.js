// Sets light or dark before the first paint; the key is Mantine's.
(() => {
  const wish = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  const dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();

/** `npm start [-- FILE…]`: opens captures, or serves; works in shells that know no ./capscope, too. */
process.argv.splice(2, 0, 'open');
await import('../src/cli/main.ts');

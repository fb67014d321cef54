import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NotFound() {
  return (
    <main
      style={{ display: 'grid', placeContent: 'center', justifyItems: 'center', gap: 12, height: '100%', padding: 16 }}
    >
      <h1 style={{ fontSize: 20, margin: 0 }}>There is no such page</h1>
      <Button component={Link} to="/" size="xs">
        Show the datasets
      </Button>
    </main>
  );
}

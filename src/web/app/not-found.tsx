import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../language/t.ts';

const style = { display: 'grid', placeContent: 'center', justifyItems: 'center', gap: 12, height: '100%', padding: 16 };

function Note({ text }: { readonly text: string }) {
  return (
    <main style={style}>
      <h1 style={{ fontSize: 20, margin: 0 }}>{text}</h1>
      <Button component={Link} to="/" size="xs">
        {t('Show the datasets')}
      </Button>
    </main>
  );
}

export const NotFound = () => <Note text={t('There is no such page')} />;

export const NoDataset = ({ id }: { readonly id: string }) => <Note text={t('There is no dataset “{id}”', { id })} />;

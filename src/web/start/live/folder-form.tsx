/** A folder on the machine that runs Capscope, watched for captures. */
import { Checkbox, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { Form, type FormProps } from './form.tsx';
import css from './live.module.css';

export function FolderForm(props: FormProps): ReactNode {
  const [path, setPath] = useState('');
  const [subfolders, setSubfolders] = useState(true);
  const [onlyNew, setOnlyNew] = useState(false);
  const trimmed = path.trim();
  const name = trimmed.split(/[\\/]/).findLast((part) => part !== '') ?? trimmed;
  return (
    <Form
      {...props}
      name={name}
      verb={t('Watch')}
      wish={trimmed === '' ? undefined : { kind: 'folder', body: { path: trimmed, subfolders, onlyNew } }}
    >
      <p className={css.note}>
        {t(
          'Captures that appear in it are imported in place, each once, when they are complete: the newest of rotated files waits for the next one.',
        )}
      </p>
      <TextInput
        label={t('Folder on the machine that runs Capscope')}
        placeholder="/var/captures"
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: css.mono! }}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <Checkbox
        label={t('Folders below it, too')}
        checked={subfolders}
        onChange={(event) => setSubfolders(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('Skip what is in it now')}
        checked={onlyNew}
        onChange={(event) => setOnlyNew(event.currentTarget.checked)}
      />
    </Form>
  );
}

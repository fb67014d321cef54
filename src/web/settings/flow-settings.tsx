/** How packets become flows: tunnels, keys, duplicates. For what is imported from now on, or for all that is there, read again. */

import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Dataset, Job } from '#app/model.ts';
import { plural, t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { useJobs, useRefreshDatasets } from '../state/events.ts';
import * as format from '../style/format.ts';
import { putSettings, reread } from './calls.ts';
import { Said, useSaying } from './said.tsx';
import css from './settings.module.css';

type Settings = NonNullable<Dataset['settings']>;
const PRESET: Settings = { tunnels: 'inner', keyBy: [], duplicates: 'keep' };

export function FlowSettings({ dataset }: { readonly dataset: Dataset }): ReactNode {
  const kept = dataset.settings ?? PRESET;
  const [settings, setSettings] = useState(kept);
  const [begun, setBegun] = useState<string>();
  const refresh = useRefreshDatasets();
  const saying = useSaying();
  const keyed = (part: 'vlan' | 'vni', on: boolean) =>
    setSettings({
      ...settings,
      keyBy: (['vlan', 'vni'] as const).filter((one) => (one === part ? on : settings.keyBy.includes(one))),
    });
  const isChanged = JSON.stringify(settings) !== JSON.stringify(kept);
  const save = () =>
    saying.attempt(async () => {
      await putSettings(dataset.id, settings);
      await refresh();
      return t('Saved. It applies to what is imported from now on.');
    });
  const readAgain = () =>
    saying.attempt(async () => {
      setBegun((await reread(dataset.id, settings)).id);
      await refresh();
      return '';
    });
  const job = useJobs().find(({ id }) => id === begun);
  return (
    <section className={css.part} aria-labelledby="flow-settings">
      <h3 id="flow-settings">{t('How packets become flows')}</h3>
      <p className={css.note}>
        {dataset.fileCount === 0
          ? t('Set before the first import, it applies to the whole dataset.')
          : dataset.fileCount === 1
            ? t(
                'The capture in this dataset can be read again with these settings, from where it is stored; or it stays as it is, and the settings apply to what is imported from now on.',
              )
            : plural(
                dataset.fileCount,
                'The capture in this dataset can be read again with these settings, from where it is stored; or it stays as it is, and the settings apply to what is imported from now on.',
                'The {n} captures in this dataset can be read again with these settings, from where they are stored; or they stay as they are, and the settings apply to what is imported from now on.',
              )}
      </p>
      <div className={css.choices}>
        <div>
          <span id="set-tunnels">{t('Packets in tunnels belong to')}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="set-tunnels"
            data={[
              { value: 'inner', label: t('the flow inside') },
              { value: 'outer', label: t('the flow of the tunnel') },
            ]}
            value={settings.tunnels}
            onChange={(value) => setSettings({ ...settings, tunnels: value as Settings['tunnels'] })}
          />
        </div>
        <fieldset>
          <legend>{t('Networks whose addresses overlap are kept apart by')}</legend>
          <Checkbox
            size="xs"
            label={t('VLAN')}
            checked={settings.keyBy.includes('vlan')}
            onChange={(event) => keyed('vlan', event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label={t('network of the tunnel (VNI)')}
            checked={settings.keyBy.includes('vni')}
            onChange={(event) => keyed('vni', event.currentTarget.checked)}
          />
        </fieldset>
        <div>
          <span id="set-duplicates">{t('Packets captured twice')}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="set-duplicates"
            data={[
              { value: 'keep', label: t('count each time') },
              { value: 'drop', label: t('count once') },
            ]}
            value={settings.duplicates}
            onChange={(value) => setSettings({ ...settings, duplicates: value as Settings['duplicates'] })}
          />
        </div>
      </div>
      <div className={css.foot}>
        {job && !saying.fault ? <Reread job={job} /> : <Said saying={saying} />}
        <Button
          size="xs"
          variant={dataset.fileCount === 0 ? 'filled' : 'default'}
          disabled={!isChanged}
          loading={saying.busy}
          onClick={save}
        >
          {dataset.fileCount === 0 ? t('Save how flows are made') : t('Save for what comes')}
        </Button>
        {dataset.fileCount > 0 && (
          <Button
            size="xs"
            disabled={dataset.importing}
            loading={saying.busy}
            title={t('Tags and notes move to the flows with the same ends at the same time')}
            onClick={readAgain}
          >
            {plural(dataset.fileCount, 'Read the capture again', 'Read the {n} captures again')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** How reading again goes, to its end. */
function Reread({ job }: { readonly job: Job }): ReactNode {
  switch (job.state) {
    case 'done':
      return (
        <p className={css.done} role="status">
          {t('Read again: {flows}.', { flows: format.counted(job.flows, 'flow') })}
        </p>
      );
    case 'failed':
      return (
        <div className={css.fault} role="alert">
          <p>{told(job.error ?? '')}</p>
          <p>
            {t(
              'Nothing has changed: all flows are as they were. Put the missing files back and read again, or save the settings for what comes.',
            )}
          </p>
        </div>
      );
    case 'cancelled':
      return (
        <p className={css.done} role="status">
          {t('It was cancelled: all flows are as they were.')}
        </p>
      );
    default:
      return (
        <p className={css.done} role="status">
          {t('It has begun, and is in the list of imports. Until it is done the flows are shown as they were.')}
        </p>
      );
  }
}

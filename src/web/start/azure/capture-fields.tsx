/** The fields of the form that starts a capture session: what captures, where to, and how much. */
import { Checkbox, Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { t } from '../../language/t.ts';
import css from './azure.module.css';
import type { Places } from './calls.ts';
import type { CaptureWish } from './capture-wish.ts';

interface Fields {
  readonly wish: CaptureWish;
  readonly change: (part: Partial<CaptureWish>) => void;
}

/** `near`: machines of the region. */
export function MachineFields({ wish, change, near }: Fields & { readonly near: Places['machines'] }) {
  const machine = near.find(({ id }) => id === wish.target);
  return (
    <>
      <div className={css.pair}>
        <TextInput
          label={t('Name')}
          placeholder={t('web-slow-1')}
          required
          data-autofocus
          value={wish.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('Machine')}
          placeholder={near.length === 0 ? t('none in this region') : t('choose one')}
          searchable
          required
          data={near.map(({ id, name: own, kind, group }) => ({
            value: id,
            label: kind === 'scale set' ? t('{name} (scale set, {group})', { name: own, group }) : `${own} (${group})`,
          }))}
          value={wish.target}
          onChange={(target) => change({ target })}
        />
      </div>
      {machine?.kind === 'scale set' && (
        <TagsInput
          label={t('Instances')}
          description={t('Names, Enter after each; none: all of them')}
          value={[...wish.instances]}
          onChange={(instances) => change({ instances })}
        />
      )}
    </>
  );
}

export function PlaceFields({ wish, change, accounts }: Fields & { readonly accounts: Places['accounts'] }) {
  return (
    <div className={css.pair}>
      <Select
        label={t('Storage account')}
        description={t('Of the same region, with key access enabled')}
        placeholder={accounts.length === 0 ? t('none that you may see') : t('choose one')}
        searchable
        clearable
        data={accounts.map(({ id, name: own, location }) => ({ value: id, label: `${own} (${location})` }))}
        value={wish.storage}
        onChange={(storage) => change({ storage })}
      />
      <TextInput
        label={t('Path on the machine')}
        description={t('Instead of storage or beside it; on Linux below /var/captures')}
        placeholder="/var/captures/web.cap"
        value={wish.localPath}
        onChange={(event) => change({ localPath: event.currentTarget.value })}
      />
    </div>
  );
}

export function AmountFields({ wish, change }: Fields) {
  return (
    <>
      <div className={css.three}>
        <NumberInput
          label={t('Seconds')}
          min={1}
          max={wish.isRing ? 604_800 : 18_000}
          value={wish.seconds}
          onChange={(seconds) => change({ seconds })}
        />
        <NumberInput
          label={wish.isRing ? t('MB a file') : t('MB at most')}
          min={1}
          max={4294}
          value={wish.megabytes}
          onChange={(megabytes) => change({ megabytes })}
        />
        <NumberInput
          label={t('Bytes of a packet')}
          description={t('0: whole packets')}
          min={0}
          max={4_294_967_295}
          value={wish.perPacket}
          onChange={(perPacket) => change({ perPacket })}
        />
      </div>
      {Number(wish.perPacket) > 0 && Number(wish.perPacket) < 54 && (
        <p className={css.warn}>
          {t('Too few bytes to include ports: flows cannot be told apart. 96 bytes hold most headers.')}
        </p>
      )}
      <Group gap="md" align="end">
        <Checkbox
          label={t('Keep capturing into a ring of files')}
          checked={wish.isRing}
          onChange={(event) => change({ isRing: event.currentTarget.checked })}
        />
        {wish.isRing && (
          <NumberInput
            className={css.few!}
            label={t('Files')}
            min={1}
            max={10_000}
            value={wish.files}
            onChange={(files) => change({ files })}
          />
        )}
      </Group>
    </>
  );
}

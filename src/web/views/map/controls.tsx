/** How the map is drawn: whose ends count, the scale of its colours, lines, how close. */
import { ActionIcon, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus, IconWorld } from '@tabler/icons-react';
import { t } from '../../language/t.ts';
import type { Ends } from './use-places.ts';

/** As it stands in the address. */
export const LOOK = { ends: 'both', scale: 'log', lines: 'off' } as const;

interface Props {
  readonly ends: Ends;
  readonly isLinear: boolean;
  readonly hasLines: boolean;
  readonly set: (look: Partial<Record<keyof typeof LOOK, string>>) => void;
  readonly onZoom: (factor: number) => void;
}

export function MapControls({ ends, isLinear, hasLines, set, onZoom }: Props) {
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('Which end counts')}
        data={[
          { value: 'both', label: t('Both ends') },
          { value: 'src', label: t('Sources') },
          { value: 'dst', label: t('Destinations') },
        ]}
        value={ends}
        onChange={(next) => set({ ends: next })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('Scale of the colours')}
        data={[
          { value: 'log', label: t('Log') },
          { value: 'linear', label: t('Linear') },
        ]}
        value={isLinear ? 'linear' : 'log'}
        onChange={(scale) => set({ scale })}
      />
      <Switch
        size="xs"
        label={t('Lines')}
        checked={hasLines}
        onChange={(event) => set({ lines: event.currentTarget.checked ? 'on' : 'off' })}
      />
      <Zoom onZoom={onZoom} />
    </>
  );
}

function Zoom({ onZoom }: { readonly onZoom: (factor: number) => void }) {
  const tools = [
    { label: t('Zoom in'), factor: 1.6, Icon: IconPlus },
    { label: t('Zoom out'), factor: 1 / 1.6, Icon: IconMinus },
    { label: t('Whole world'), factor: 0, Icon: IconWorld },
  ];
  return tools.map(({ label, factor, Icon }) => (
    <Tooltip key={label} label={label}>
      <ActionIcon variant="default" size="sm" aria-label={label} onClick={() => onZoom(factor)}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  ));
}

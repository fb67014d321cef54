/**
 * What can be done here: shown once, when the first dataset is opened; afterwards from the help menu. One screen on a desk; on a phone a
 * small sheet at the foot of the page, a step after the other, that leaves the page in sight and in reach.
 */
import { ActionIcon, Button, Modal } from '@mantine/core';
import { useMediaQuery, useWindowEvent } from '@mantine/hooks';
import {
  IconChartSankey,
  IconClockHour4,
  IconDownload,
  IconFilter,
  IconHandClick,
  IconShieldCheck,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../language/t.ts';
import css from './tour.module.css';

const STEPS = [
  {
    Icon: IconChartSankey,
    title: t('Each picture answers a question'),
    text: t(
      'The title is the question; the line below says what is counted, and out of how much. More views are in the bar.',
    ),
  },
  {
    Icon: IconHandClick,
    title: t('Click on what you see'),
    text: t('Click to show only that; Ctrl-click adds it, Alt-click excludes it. Right-click for more.'),
    touch: t('Tap to show only that; press and hold to exclude or highlight it, and for more.'),
  },
  {
    Icon: IconFilter,
    title: t('Or write a filter'),
    text: t('As in Wireshark: app == tls and dst.country == NL. It completes what you type; Esc takes a step back.'),
    touch: t('As in Wireshark: app == tls and dst.country == NL. It completes what you type.'),
  },
  {
    Icon: IconClockHour4,
    title: t('Choose a time'),
    text: t('Drag across the strip above: every picture follows. Double-click to see all of it again.'),
  },
  {
    Icon: IconDownload,
    title: t('Take it with you'),
    text: t('Export any picture as PNG or SVG, and its numbers as CSV; the page’s address is a link to what you see.'),
  },
  {
    Icon: IconShieldCheck,
    title: t('Know how good the capture is'),
    text: t('Under Files: what was cut, lost or counted twice, and what that means for the numbers.'),
  },
] as const;

export default function Tour({ onClose }: { readonly onClose: () => void }) {
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  if (small) return <Sheet onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('What you can do here')}
      size={720}
      centered
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <ul className={css.list}>
        {STEPS.map(({ Icon, title, text }) => (
          <li key={title}>
            <Icon size={20} stroke={1.6} aria-hidden />
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <div className={css.end}>
        <span className="muted">{t('This stays in the help menu.')}</span>
        <Button size="xs" onClick={onClose} data-autofocus>
          {t('Begin')}
        </Button>
      </div>
    </Modal>
  );
}

function Sheet({ onClose }: { readonly onClose: () => void }) {
  const [at, setAt] = useState(0);
  const step = STEPS[at]!;
  const isLast = at === STEPS.length - 1;
  useWindowEvent('keydown', (event) => event.key === 'Escape' && onClose());
  return (
    <div className={css.sheet} role="dialog" aria-modal="false" aria-label={t('What you can do here')}>
      <step.Icon size={20} stroke={1.6} aria-hidden />
      <div aria-live="polite">
        <h3>{step.title}</h3>
        <p>{'touch' in step ? step.touch : step.text}</p>
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={t('Close')} onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
      <div className={css.steps}>
        <span className="muted">{t('{n} of {all}', { n: at + 1, all: STEPS.length })}</span>
        <Button size="compact-sm" variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
          {t('Back')}
        </Button>
        <Button size="compact-sm" onClick={() => (isLast ? onClose() : setAt(at + 1))}>
          {isLast ? t('Begin') : t('Next')}
        </Button>
      </div>
    </div>
  );
}

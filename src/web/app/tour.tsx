/** What can be done here, on one screen: shown once, when the first dataset is opened; afterwards from the help menu. */
import { Button, Modal } from '@mantine/core';
import {
  IconChartSankey,
  IconClockHour4,
  IconDownload,
  IconFilter,
  IconHandClick,
  IconShieldCheck,
} from '@tabler/icons-react';
import { t } from '../language/t.ts';
import css from './tour.module.css';

const STEPS = [
  {
    Icon: IconChartSankey,
    title: t('Each picture answers a question'),
    text: t('Its title asks it, the line below says what is counted and of how much. More views are in the bar.'),
  },
  {
    Icon: IconHandClick,
    title: t('Click on what you see'),
    text: t('A click shows only that; with Ctrl that too, with Alt all but that. A right click offers more.'),
  },
  {
    Icon: IconFilter,
    title: t('Or write a filter'),
    text: t('As in Wireshark: app == tls and dst.country == NL. It completes what you type; Esc takes a step back.'),
  },
  {
    Icon: IconClockHour4,
    title: t('Choose a time'),
    text: t('Drag over the strip above; every picture follows. A double click shows all of it again.'),
  },
  {
    Icon: IconDownload,
    title: t('Take it with you'),
    text: t('Every picture gives its numbers as CSV and itself as PNG or SVG; the address is a link to what you see.'),
  },
  {
    Icon: IconShieldCheck,
    title: t('Know how good the capture is'),
    text: t('Under Files: what was cut, lost or counted twice, and what that means for the numbers.'),
  },
] as const;

export default function Tour({ onClose }: { readonly onClose: () => void }) {
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

/** DNS: which names and types are asked for, how that ends, and how long it takes. */

import type { ReactNode } from 'react';
import { t } from '../../language/t.ts';
import { Histogram } from '../../pictures/histogram.tsx';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { DNS } from '../../state/kinds.ts';
import { Slow } from './slow.tsx';
import { SlowNames } from './slow-names.tsx';

const PANELS: readonly Panel[] = [
  {
    field: 'dns.query',
    long: true,
    title: t('Which names are asked for?'),
    many: t('other names'),
    nothing: t('No question tells a name.'),
  },
  {
    field: 'domain',
    title: t('Which domains?'),
    many: t('other domains'),
    nothing: t('No question is for a registrable domain.'),
  },
  {
    field: 'dns.rcode',
    absent: t('No response seen'),
    title: t('How do questions end?'),
    many: t('other results'),
    nothing: t('No response was seen.'),
  },
  {
    field: 'dns.type',
    title: t('Which types of record?'),
    many: t('other types'),
    nothing: t('No question was seen.'),
  },
  { field: 'src.ip', title: t('Who asks?'), many: t('other hosts'), nothing: t('Nobody asks.') },
  {
    field: 'dst.ip',
    title: t('Which servers are asked?'),
    many: t('other servers'),
    nothing: t('No server is asked.'),
  },
  { field: 'app', title: t('Over which protocol?'), many: t('others'), nothing: t('Not known.') },
  {
    field: 'dns.answers',
    long: true,
    title: t('What is answered?'),
    many: t('other answers'),
    nothing: t('No answer was seen.'),
  },
  {
    field: 'dns.query',
    long: true,
    title: t('Which names do not exist?'),
    many: t('other names'),
    nothing: t('Every name asked for exists, as far as an answer was seen.'),
    within: 'dns.rcode == NXDOMAIN',
  },
];

export default function DnsView(): ReactNode {
  return (
    <PanelPage
      within={DNS}
      title={t('What is said in DNS?')}
      none={t('No DNS in these flows, as far as they can be read.')}
      panels={PANELS}
    >
      <Wide>
        <Histogram
          field="dns.latency"
          within={DNS}
          title={t('How long do answers take?')}
          unknown={t('without a response that was seen')}
        />
      </Wide>
      <Wide>
        <SlowNames within={DNS} />
      </Wide>
      <Wide>
        <Slow />
      </Wide>
      <Wide>
        <LinksPanel
          title={t('Who asks which server, and how does that end?')}
          fields={['src.ip', 'dst.ip', 'dns.rcode']}
          within={DNS}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

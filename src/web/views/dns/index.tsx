/** DNS: which names and types are asked for, how that ends, and how long it takes. */
import type { ReactNode } from 'react';
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
    title: 'Which names are asked for?',
    many: 'other names',
    nothing: 'No question tells a name.',
  },
  {
    field: 'domain',
    title: 'Which domains?',
    many: 'other domains',
    nothing: 'No question is for a registrable domain.',
  },
  {
    field: 'dns.rcode',
    absent: 'No response seen',
    title: 'How do questions end?',
    many: 'other results',
    nothing: 'No response was seen.',
  },
  { field: 'dns.type', title: 'Which types of record?', many: 'other types', nothing: 'No question was seen.' },
  { field: 'src.ip', title: 'Who asks?', many: 'other hosts', nothing: 'Nobody asks.' },
  { field: 'dst.ip', title: 'Which servers are asked?', many: 'other servers', nothing: 'No server is asked.' },
  { field: 'app', title: 'Over which protocol?', many: 'others', nothing: 'Not known.' },
  {
    field: 'dns.answers',
    long: true,
    title: 'What is answered?',
    many: 'other answers',
    nothing: 'No answer was seen.',
  },
  {
    field: 'dns.query',
    long: true,
    title: 'Which names do not exist?',
    many: 'other names',
    nothing: 'Every name asked for exists, as far as an answer was seen.',
    within: 'dns.rcode == NXDOMAIN',
  },
];

export default function DnsView(): ReactNode {
  return (
    <PanelPage
      within={DNS}
      title="What is said in DNS?"
      none="No DNS in these flows, as far as they can be read."
      panels={PANELS}
    >
      <Wide>
        <Histogram
          field="dns.latency"
          within={DNS}
          title="How long do answers take?"
          unknown="without a response that was seen"
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
          title="Who asks which server, and how does that end?"
          fields={['src.ip', 'dst.ip', 'dns.rcode']}
          within={DNS}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

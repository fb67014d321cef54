/** DNS: which names and types are asked for, how that ends, and how long it takes. */
import type { ReactNode } from 'react';
import { Histogram } from '../../pictures/histogram.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { Slow } from './slow.tsx';

export const DNS = 'dns.query or dns.type or dns.rcode';

const PANELS: readonly Panel[] = [
  {
    field: 'dns.query',
    title: 'Which names are asked for?',
    many: 'other names',
    nothing: 'No question tells a name.',
  },
  { field: 'dns.rcode', title: 'How do questions end?', many: 'other results', nothing: 'No response was seen.' },
  { field: 'dns.type', title: 'Which types of record?', many: 'other types', nothing: 'No question was seen.' },
  { field: 'src.ip', title: 'Who asks?', many: 'other hosts', nothing: 'Nobody asks.' },
  { field: 'dst.ip', title: 'Which servers are asked?', many: 'other servers', nothing: 'No server is asked.' },
  { field: 'app', title: 'Over which protocol?', many: 'others', nothing: 'Not known.' },
  { field: 'dns.answers', title: 'What is answered?', many: 'other answers', nothing: 'No answer was seen.' },
];

export default function DnsView(): ReactNode {
  return (
    <PanelPage
      within={DNS}
      title="What is said in DNS?"
      none="No flow in scope is DNS that could be read."
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
        <Slow />
      </Wide>
    </PanelPage>
  );
}

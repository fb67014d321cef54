/** HTTP in clear: which sites, paths, methods, answers and programs. */
import type { ReactNode } from 'react';
import { Histogram } from '../../pictures/histogram.tsx';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { HTTP } from '../../state/kinds.ts';

const PANELS: readonly Panel[] = [
  { field: 'host', title: 'Which sites?', many: 'other sites', nothing: 'No request names a site.' },
  {
    field: 'http.class',
    absent: 'No response seen',
    title: 'Do requests succeed?',
    many: 'other classes',
    nothing: 'No response was seen.',
  },
  {
    field: 'http.status',
    absent: 'No response seen',
    title: 'How do requests end?',
    many: 'other codes',
    nothing: 'No response was seen.',
  },
  { field: 'http.method', title: 'Which methods?', many: 'other methods', nothing: 'No request was seen.' },
  {
    field: 'http.user_agent',
    long: true,
    title: 'Which user agents?',
    many: 'other user agents',
    nothing: 'No request says what sent it.',
  },
  { field: 'http.server', title: 'Which servers?', many: 'other servers', nothing: 'No response says what sent it.' },
  {
    field: 'http.content_type',
    title: 'What is sent?',
    many: 'other types',
    nothing: 'No response says what it holds.',
  },
  { field: 'http.path', long: true, title: 'Which paths?', many: 'other paths', nothing: 'No request was seen.' },
  {
    field: 'http.path',
    long: true,
    title: 'Which paths fail?',
    many: 'other paths',
    nothing: 'No request was answered with 4xx or 5xx.',
    within: 'http.status >= 400 and http.status < 600',
  },
  { field: 'http.version', title: 'Which versions?', many: 'other versions', nothing: 'No request was seen.' },
  {
    field: 'http.auth',
    absent: 'None seen',
    title: 'Which logins?',
    many: 'other schemes',
    nothing: 'No request carries a login.',
  },
  { field: 'src.ip', title: 'Who asks?', many: 'other hosts', nothing: 'Nobody asks.' },
  { field: 'dst.ip', title: 'Which servers are asked?', many: 'other servers', nothing: 'No server is asked.' },
];

export default function HttpView(): ReactNode {
  return (
    <PanelPage
      within={HTTP}
      title="What is said in HTTP?"
      none="No HTTP in clear in these flows. What goes through TLS can’t be read; see TLS."
      panels={PANELS}
    >
      <Wide>
        <Histogram
          field="http.requests"
          within={HTTP}
          title="How many requests does a flow carry?"
          unknown="without a request that was seen"
        />
      </Wide>
      <Wide>
        <LinksPanel
          title="Who asks which site, and how does that end?"
          fields={['src.ip', 'host', 'http.class']}
          within={HTTP}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

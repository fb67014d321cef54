/** HTTP in clear: which sites, paths, methods, answers and programs. */
import type { ReactNode } from 'react';
import { type Panel, PanelPage } from '../../pictures/panel-page.tsx';

export const HTTP = 'http.method or http.status';

const PANELS: readonly Panel[] = [
  { field: 'host', title: 'Which sites?', many: 'other sites', nothing: 'No request names a site.' },
  { field: 'http.status', title: 'How do requests end?', many: 'other codes', nothing: 'No response was seen.' },
  { field: 'http.method', title: 'Which methods?', many: 'other methods', nothing: 'No request was seen.' },
  {
    field: 'http.user_agent',
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
  { field: 'http.path', title: 'Which paths?', many: 'other paths', nothing: 'No request was seen.' },
  { field: 'http.version', title: 'Which versions?', many: 'other versions', nothing: 'No request was seen.' },
  { field: 'http.auth', title: 'Which logins?', many: 'other schemes', nothing: 'No request carries a login.' },
  { field: 'src.ip', title: 'Who asks?', many: 'other hosts', nothing: 'Nobody asks.' },
  { field: 'dst.ip', title: 'Which servers are asked?', many: 'other servers', nothing: 'No server is asked.' },
];

export default function HttpView(): ReactNode {
  return (
    <PanelPage
      within={HTTP}
      title="What is said in HTTP?"
      none="No flow in scope is HTTP in clear. What goes through TLS can’t be read; see TLS."
      panels={PANELS}
    />
  );
}

/** HTTP in clear: which sites, paths, methods, answers and programs. */

import type { ReactNode } from 'react';
import { t } from '../../language/t.ts';
import { Histogram } from '../../pictures/histogram.tsx';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { HTTP } from '../../state/kinds.ts';

const PANELS: readonly Panel[] = [
  { field: 'host', title: t('Which sites?'), many: t('other sites'), nothing: t('No request names a site.') },
  {
    field: 'http.class',
    absent: t('No response seen'),
    title: t('Do requests succeed?'),
    many: t('other classes'),
    nothing: t('No response was seen.'),
  },
  {
    field: 'http.status',
    absent: t('No response seen'),
    title: t('How do requests end?'),
    many: t('other codes'),
    nothing: t('No response was seen.'),
  },
  { field: 'http.method', title: t('Which methods?'), many: t('other methods'), nothing: t('No request was seen.') },
  {
    field: 'http.user_agent',
    long: true,
    title: t('Which user agents?'),
    many: t('other user agents'),
    nothing: t('No request says what sent it.'),
  },
  {
    field: 'http.server',
    title: t('Which servers?'),
    many: t('other servers'),
    nothing: t('No response says what sent it.'),
  },
  {
    field: 'http.content_type',
    title: t('What is sent?'),
    many: t('other types'),
    nothing: t('No response says what it holds.'),
  },
  {
    field: 'http.path',
    long: true,
    title: t('Which paths?'),
    many: t('other paths'),
    nothing: t('No request was seen.'),
  },
  {
    field: 'http.path',
    long: true,
    title: t('Which paths fail?'),
    many: t('other paths'),
    nothing: t('No request was answered with 4xx or 5xx.'),
    within: t('http.status >= 400 and http.status < 600'),
  },
  { field: 'http.version', title: t('Which versions?'), many: t('other versions'), nothing: t('No request was seen.') },
  {
    field: 'http.auth',
    absent: t('None seen'),
    title: t('Which logins?'),
    many: t('other schemes'),
    nothing: t('No request carries a login.'),
  },
  { field: 'src.ip', title: t('Who asks?'), many: t('other hosts'), nothing: t('Nobody asks.') },
  {
    field: 'dst.ip',
    title: t('Which servers are asked?'),
    many: t('other servers'),
    nothing: t('No server is asked.'),
  },
];

export default function HttpView(): ReactNode {
  return (
    <PanelPage
      within={HTTP}
      title={t('What is said in HTTP?')}
      none={t('No HTTP in clear in these flows. What goes through TLS can’t be read; see TLS.')}
      panels={PANELS}
    >
      <Wide>
        <Histogram
          field="http.requests"
          within={HTTP}
          title={t('How many requests does a flow carry?')}
          unknown={t('without a request that was seen')}
        />
      </Wide>
      <Wide>
        <LinksPanel
          title={t('Who asks which site, and how does that end?')}
          fields={['src.ip', 'host', 'http.class']}
          within={HTTP}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

/** TLS and QUIC: which names, versions, ciphers, clients and certificates, and which of those end soon. */
import type { ReactNode } from 'react';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { Certificates } from './certificates.tsx';

export const TLS = 'tls.version or tls.sni or tls.ja4';

const PANELS: readonly Panel[] = [
  { field: 'tls.sni', title: 'Which names are asked for?', many: 'other names', nothing: 'No hello tells a name.' },
  { field: 'tls.version', title: 'Which versions?', many: 'other versions', nothing: 'No version was seen.' },
  {
    field: 'tls.cipher',
    title: 'Which ciphers were chosen?',
    many: 'other ciphers',
    nothing: 'No server hello was seen.',
  },
  { field: 'tls.alpn', title: 'What is spoken inside (ALPN)?', many: 'others', nothing: 'No ALPN was offered.' },
  { field: 'tls.ja4', title: 'Which clients (JA4)?', many: 'other fingerprints', nothing: 'No client hello was seen.' },
  {
    field: 'tls.ja3s',
    title: 'Which servers (JA3S)?',
    many: 'other fingerprints',
    nothing: 'No server hello was seen.',
  },
  { field: 'tls.group', title: 'Which key exchange?', many: 'other groups', nothing: 'No key share was seen.' },
  { field: 'tls.ech', title: 'Is the hello encrypted (ECH)?', many: 'others', nothing: 'No hello says so.' },
  { field: 'tls.alert', title: 'Which alerts?', many: 'other alerts', nothing: 'No alert was sent in clear.' },
  {
    field: 'tls.cert.issuer',
    title: 'Who issued the certificates?',
    many: 'other issuers',
    nothing: 'No certificate was sent in clear.',
  },
];

export default function TlsView(): ReactNode {
  return (
    <PanelPage
      within={TLS}
      title="What is said of TLS and QUIC?"
      none="No flow in scope speaks TLS or QUIC that could be read."
      panels={PANELS}
    >
      <Wide>
        <Certificates within={TLS} />
      </Wide>
    </PanelPage>
  );
}

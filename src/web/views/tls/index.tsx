/** TLS and QUIC: which names, versions, ciphers, clients and certificates, and which of those end soon. */
import type { ReactNode } from 'react';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { TLS } from '../../state/kinds.ts';
import { Certificates } from './certificates.tsx';

const PANELS: readonly Panel[] = [
  {
    field: 'tls.sni',
    long: true,
    title: 'Which names are asked for?',
    many: 'other names',
    nothing: 'No hello tells a name.',
  },
  { field: 'tls.version', title: 'Which versions?', many: 'other versions', nothing: 'No version was seen.' },
  {
    field: 'tls.cipher',
    long: true,
    title: 'Which ciphers were chosen?',
    many: 'other ciphers',
    nothing: 'No server hello was seen.',
  },
  { field: 'tls.alpn', title: 'What is spoken inside (ALPN)?', many: 'others', nothing: 'No ALPN was offered.' },
  {
    field: 'tls.ja4',
    long: true,
    title: 'Which clients (JA4)?',
    many: 'other fingerprints',
    nothing: 'No client hello was seen.',
  },
  {
    field: 'tls.ja3s',
    long: true,
    title: 'Which servers (JA3S)?',
    many: 'other fingerprints',
    nothing: 'No server hello was seen.',
  },
  { field: 'tls.group', title: 'Which key exchange?', many: 'other groups', nothing: 'No key share was seen.' },
  {
    field: 'tls.pq',
    absent: 'None seen',
    title: 'Is the key exchange post-quantum?',
    many: 'others',
    nothing: 'No client offered a post-quantum key exchange.',
  },
  {
    field: 'tls.ech',
    absent: 'None seen',
    title: 'Is the hello encrypted (ECH)?',
    many: 'others',
    nothing: 'No hello carries an encrypted one.',
  },
  {
    field: 'tls.resumed',
    absent: 'Not seen to be',
    title: 'Are sessions resumed?',
    many: 'others',
    nothing: 'No earlier session was taken up, as far as it can be seen.',
  },
  {
    field: 'tls.alert',
    absent: 'None in clear',
    title: 'Which alerts?',
    many: 'other alerts',
    nothing: 'No alert was sent in clear.',
  },
  {
    field: 'quic.version',
    absent: 'Not QUIC',
    title: 'Which versions of QUIC?',
    many: 'other versions',
    nothing: 'No flow is QUIC.',
  },
  {
    field: 'tls.cert.issuer',
    long: true,
    title: 'Who issued the certificates?',
    many: 'other issuers',
    nothing: 'No certificate was sent in clear.',
  },
  {
    field: 'tls.cert.key',
    title: 'Which keys do certificates have?',
    many: 'other keys',
    nothing: 'No certificate was sent in clear.',
  },
  {
    field: 'tls.cert.signature',
    title: 'How are certificates signed?',
    many: 'other algorithms',
    nothing: 'No certificate was sent in clear.',
  },
];

export default function TlsView(): ReactNode {
  return (
    <PanelPage
      within={TLS}
      title="What is said of TLS and QUIC?"
      none="No TLS or QUIC in these flows, as far as they can be read."
      panels={PANELS}
    >
      <Wide>
        <Certificates within={TLS} />
      </Wide>
      <Wide>
        <LinksPanel
          title="Which clients (JA4) ask for which names, with which version?"
          fields={['tls.ja4', 'tls.sni', 'tls.version']}
          within={TLS}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

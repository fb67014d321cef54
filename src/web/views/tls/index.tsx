/** TLS and QUIC: which names, versions, ciphers, clients and certificates, and which of those end soon. */

import type { ReactNode } from 'react';
import { t } from '../../language/t.ts';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { type Panel, PanelPage, Wide } from '../../pictures/panel-page.tsx';
import { TLS } from '../../state/kinds.ts';
import { Certificates } from './certificates.tsx';

const PANELS: readonly Panel[] = [
  {
    field: 'tls.sni',
    long: true,
    title: t('Which names are asked for?'),
    many: t('other names'),
    nothing: t('No hello tells a name.'),
  },
  { field: 'tls.version', title: t('Which versions?'), many: t('other versions'), nothing: t('No version was seen.') },
  {
    field: 'tls.cipher',
    long: true,
    title: t('Which ciphers were chosen?'),
    many: t('other ciphers'),
    nothing: t('No server hello was seen.'),
  },
  {
    field: 'tls.alpn',
    title: t('What is spoken inside (ALPN)?'),
    many: t('others'),
    nothing: t('No ALPN was offered.'),
  },
  {
    field: 'tls.ja4',
    long: true,
    title: t('Which clients (JA4)?'),
    many: t('other fingerprints'),
    nothing: t('No client hello was seen.'),
  },
  {
    field: 'tls.ja3s',
    long: true,
    title: t('Which servers (JA3S)?'),
    many: t('other fingerprints'),
    nothing: t('No server hello was seen.'),
  },
  {
    field: 'tls.group',
    title: t('Which key exchange?'),
    many: t('other groups'),
    nothing: t('No key share was seen.'),
  },
  {
    field: 'tls.pq',
    absent: t('None seen'),
    title: t('Is the key exchange post-quantum?'),
    many: t('others'),
    nothing: t('No client offered a post-quantum key exchange.'),
  },
  {
    field: 'tls.ech',
    absent: t('None seen'),
    title: t('Is the hello encrypted (ECH)?'),
    many: t('others'),
    nothing: t('No hello carries an encrypted one.'),
  },
  {
    field: 'tls.resumed',
    absent: t('Not seen to be'),
    title: t('Are sessions resumed?'),
    many: t('others'),
    nothing: t('No earlier session was resumed, as far as can be seen.'),
  },
  {
    field: 'tls.alert',
    absent: t('None in clear'),
    title: t('Which alerts?'),
    many: t('other alerts'),
    nothing: t('No alert was sent in clear.'),
  },
  {
    field: 'quic.version',
    absent: t('Not QUIC'),
    title: t('Which versions of QUIC?'),
    many: t('other versions'),
    nothing: t('No flow is QUIC.'),
  },
  {
    field: 'tls.cert.issuer',
    long: true,
    title: t('Who issued the certificates?'),
    many: t('other issuers'),
    nothing: t('No certificate was sent in clear.'),
  },
  {
    field: 'tls.cert.key',
    title: t('Which keys do certificates have?'),
    many: t('other keys'),
    nothing: t('No certificate was sent in clear.'),
  },
  {
    field: 'tls.cert.signature',
    title: t('How are certificates signed?'),
    many: t('other algorithms'),
    nothing: t('No certificate was sent in clear.'),
  },
];

export default function TlsView(): ReactNode {
  return (
    <PanelPage
      within={TLS}
      title={t('What is said of TLS and QUIC?')}
      none={t('No TLS or QUIC in these flows, as far as they can be read.')}
      panels={PANELS}
    >
      <Wide>
        <Certificates within={TLS} />
      </Wide>
      <Wide>
        <LinksPanel
          title={t('Which clients (JA4) ask for which names, with which version?')}
          fields={['tls.ja4', 'tls.sni', 'tls.version']}
          within={TLS}
          height={340}
        />
      </Wide>
    </PanelPage>
  );
}

/** A port that senders of PCAP-over-IP connect to. */
import { Checkbox, Group, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../language/t.ts';
import { Form, type FormProps, KeepSelect, keepBytes } from './form.tsx';
import css from './live.module.css';

/** What Wireshark, NetworkMiner and PolarProxy use. */
const USUAL_PORT = 57_012;
const HOUR_SECONDS = 3600;

export function ListenForm(props: FormProps): ReactNode {
  const [host, setHost] = useState('127.0.0.1');
  const [port, setPort] = useState<number | string>(USUAL_PORT);
  const [tls, setTls] = useState<'none' | 'own' | 'files'>('none');
  const [cert, setCert] = useState('');
  const [key, setKey] = useState('');
  const [token, setToken] = useState('');
  const [from, setFrom] = useState('');
  const [idle, setIdle] = useState(false);
  const [keep, setKeep] = useState('all');
  const number = Number(port);
  const isWhole = port !== '' && (tls !== 'files' || (cert.trim() !== '' && key.trim() !== ''));
  const isOpen = !/^(127\.|localhost$|::1$)/.test(host.trim());
  const shown = host.trim() === '0.0.0.0' || host.trim() === '127.0.0.1' ? 'HOST' : host.trim();
  const target = tls === 'none' ? `TCP:${shown}:${port}` : `OPENSSL:${shown}:${port},verify=0`;
  const first = token === '' ? '' : `echo ${t('TOKEN')}; `;
  return (
    <Form
      {...props}
      name={number === 0 ? t('PCAP-over-IP') : t('Port {port}', { port: String(port) })}
      verb={t('Listen')}
      wish={
        isWhole
          ? {
              kind: 'listen',
              body: {
                host: host.trim() || '127.0.0.1',
                port: number,
                tls: tls === 'files' ? { cert: cert.trim(), key: key.trim() } : tls,
                from: from.split(/[\s,]+/).filter((network) => network !== ''),
                ...(token === '' ? {} : { token }),
                ...(idle ? { idleSeconds: HOUR_SECONDS } : {}),
                ...(keep === 'all' ? {} : { keepBytes: keepBytes(keep) }),
              },
            }
          : undefined
      }
    >
      <p className={css.note}>
        {t(
          'Senders connect to this port and send a capture, pcap or pcapng, for as long as they like. Any number of them.',
        )}
      </p>
      <Group grow align="start">
        <TextInput
          label={t('Address of this machine')}
          description={t('0.0.0.0: all of them')}
          autoComplete="off"
          spellCheck={false}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        <NumberInput
          label={t('Port')}
          description={t('0: any that is free')}
          min={0}
          max={65_535}
          allowDecimal={false}
          value={port}
          onChange={setPort}
        />
      </Group>
      <Select
        label={t('Encryption')}
        allowDeselect={false}
        data={[
          { value: 'none', label: t('none') },
          { value: 'own', label: t('TLS, with a certificate made now') },
          { value: 'files', label: t('TLS, with a certificate of your own') },
        ]}
        value={tls}
        onChange={(value) => setTls((value ?? 'none') as typeof tls)}
      />
      {tls === 'files' && (
        <Group grow>
          <TextInput
            label={t('Certificate file, PEM')}
            placeholder="/etc/ssl/capscope.crt"
            value={cert}
            onChange={(event) => setCert(event.currentTarget.value)}
          />
          <TextInput
            label={t('Key file, PEM')}
            placeholder="/etc/ssl/capscope.key"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </Group>
      )}
      <Group grow align="start">
        <PasswordInput
          label={t('Token')}
          description={t('First line that a sender must send; empty: none')}
          autoComplete="new-password"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <TextInput
          label={t('Senders from')}
          description={t('Networks, with commas; empty: any')}
          placeholder="10.0.0.0/8"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </Group>
      {isOpen && token === '' && from.trim() === '' && (
        <p className={css.warn}>
          {t(
            'Anyone who reaches this port can add packets to the dataset: set a token, or the networks that senders come from.',
          )}
        </p>
      )}
      <KeepSelect value={keep} onChange={setKeep} />
      <Checkbox
        label={t('End senders that are silent for an hour')}
        checked={idle}
        onChange={(event) => setIdle(event.currentTarget.checked)}
      />
      {number > 0 && <p className={css.note}>{t('A sender, for example:')}</p>}
      {number > 0 && (
        <code className={css.code}>
          {first === ''
            ? `tcpdump -i eth0 -U -w - | socat -u - ${target}`
            : `(${first}tcpdump -i eth0 -U -w -) | socat -u - ${target}`}
        </code>
      )}
    </Form>
  );
}

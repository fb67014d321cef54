/** Settings of the reader and help; also stands on the start page. */
import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import {
  IconCheck,
  IconDeviceDesktop,
  IconHelp,
  IconInfoCircle,
  IconKeyboard,
  IconMoon,
  IconPrinter,
  IconRoute,
  IconSun,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { LANGUAGES, type Language, type LanguageChoice, languageChoice, setLanguage } from '../language/current.ts';
import { t } from '../language/t.ts';
import { lazyPart } from '../state/part.ts';
import { printPage } from '../state/printing.ts';
import { useScope } from '../state/scope.ts';
import { setUnits, type Units, units, zoneName } from '../style/format.ts';
import { useZoneChoice } from '../style/zone.ts';
import css from './page-tools.module.css';

const Help = lazyPart(() => import('./help.tsx'));
const Tour = lazyPart(() => import('./tour.tsx'));
const AboutBox = lazyPart(() => import('./about.tsx'));

const ZONES = { utc: t('UTC'), local: t('Local'), relative: t('Relative') } as const;
const UNITS: readonly { readonly value: Units; readonly label: string }[] = [
  { value: 'si', label: t('Bytes: kB, MB, GB (1000)') },
  { value: 'iec', label: t('Bytes: KiB, MiB, GiB (1024)') },
  { value: 'bits', label: t('Bits: kbit, Mbit, Gbit (1000)') },
  { value: 'bits-iec', label: t('Bits: Kibit, Mibit, Gibit (1024)') },
];

const SCHEMES = [
  { value: 'light', label: t('Light'), Icon: IconSun },
  { value: 'dark', label: t('Dark'), Icon: IconMoon },
  { value: 'auto', label: t('As the system'), Icon: IconDeviceDesktop },
] as const;

const LANGUAGE_CHOICES: readonly { readonly value: LanguageChoice; readonly label: string }[] = [
  { value: 'system', label: t('As the system') },
  ...(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value].name })),
];

export function PageTools() {
  const { dataset } = useScope();
  const client = useQueryClient();
  const [zone, setZone] = useZoneChoice();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [help, helpBox] = useDisclosure(false);
  const [about, aboutBox] = useDisclosure(false);
  const [tour, tourBox] = useDisclosure(false);
  useHotkeys([
    ['?', helpBox.open],
    ['shift+?', helpBox.open],
  ]);
  const Scheme = SCHEMES.find((one) => one.value === colorScheme)?.Icon ?? IconDeviceDesktop;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={css.zone} aria-label={t('Time zone: {zone}', { zone: ZONES[zone] })}>
            {ZONES[zone]}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('Times are shown in')}</Menu.Label>
          <Menu.Item leftSection={<Tick on={zone === 'utc'} />} onClick={() => setZone('utc')}>
            {t('UTC')}
          </Menu.Item>
          <Menu.Item leftSection={<Tick on={zone === 'local'} />} onClick={() => setZone('local')}>
            {t('Local time ({zone} now)', { zone: zoneName('local', Date.now()) })}
          </Menu.Item>
          <Menu.Item leftSection={<Tick on={zone === 'relative'} />} onClick={() => setZone('relative')}>
            {t('From the start of the capture')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('Sizes are shown in')}</Menu.Label>
          {UNITS.map(({ value, label }) => (
            <Menu.Item
              key={value}
              leftSection={<Tick on={units === value} />}
              onClick={() => {
                setUnits(value);
                // every number of the page is written anew
                window.location.reload();
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon
            title={t('Look and language')}
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t('Look and language')}
          >
            <Scheme size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {SCHEMES.map(({ value, label, Icon }) => (
            <Menu.Item
              key={value}
              leftSection={<Icon size={16} stroke={1.6} />}
              rightSection={<Tick on={colorScheme === value} />}
              onClick={() => setColorScheme(value)}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('Language')}</Menu.Label>
          {LANGUAGE_CHOICES.map(({ value, label }) => (
            <Menu.Item
              key={value}
              lang={value === 'system' ? undefined : value}
              leftSection={<Tick on={languageChoice === value} />}
              onClick={() => {
                setLanguage(value);
                window.location.reload();
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon title={t('Help')} variant="subtle" color="gray" size={32} aria-label={t('Help')}>
            <IconHelp size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconKeyboard size={16} stroke={1.6} />}
            rightSection={<kbd className={css.key}>?</kbd>}
            onClick={helpBox.open}
          >
            {t('Filter, fields and keys')}
          </Menu.Item>
          <Menu.Item leftSection={<IconRoute size={16} stroke={1.6} />} onClick={tourBox.open}>
            {t('What you can do here')}
          </Menu.Item>
          {dataset !== '' && (
            <Menu.Item
              leftSection={<IconPrinter size={16} stroke={1.6} />}
              rightSection={<kbd className={css.key}>Ctrl P</kbd>}
              onClick={() => void printPage(() => client.isFetching() > 0)}
            >
              {t('Print this view')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconInfoCircle size={16} stroke={1.6} />} onClick={aboutBox.open}>
            {t('About and licences')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {help && <Help onClose={helpBox.close} />}
        {tour && <Tour onClose={tourBox.close} />}
        {about && <AboutBox onClose={aboutBox.close} />}
      </Suspense>
    </>
  );
}

const Tick = ({ on }: { readonly on: boolean }) =>
  on ? <IconCheck size={15} aria-label={t('chosen')} /> : <span style={{ width: 15, display: 'block' }} />;

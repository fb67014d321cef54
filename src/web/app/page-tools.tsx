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
  IconSun,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { setUnits, type Units, units, zoneName } from '../style/format.ts';
import { useZoneChoice } from '../style/zone.ts';
import css from './page-tools.module.css';

const Help = lazy(() => import('./help.tsx'));
const AboutBox = lazy(() => import('./about.tsx'));

const ZONES = { utc: 'UTC', local: 'Local', relative: 'Relative' } as const;
const UNITS: readonly { readonly value: Units; readonly label: string }[] = [
  { value: 'si', label: 'Bytes: kB, MB, GB (1000)' },
  { value: 'iec', label: 'Bytes: KiB, MiB, GiB (1024)' },
  { value: 'bits', label: 'Bits: kbit, Mbit, Gbit' },
];

const SCHEMES = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
] as const;

export function PageTools() {
  const [zone, setZone] = useZoneChoice();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [help, helpBox] = useDisclosure(false);
  const [about, aboutBox] = useDisclosure(false);
  useHotkeys([
    ['?', helpBox.open],
    ['shift+?', helpBox.open],
  ]);
  const Scheme = SCHEMES.find((one) => one.value === colorScheme)?.Icon ?? IconDeviceDesktop;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={css.zone} aria-label={`Time zone: ${ZONES[zone]}`}>
            {ZONES[zone]}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Times are shown in</Menu.Label>
          <Menu.Item leftSection={<Tick on={zone === 'utc'} />} onClick={() => setZone('utc')}>
            UTC
          </Menu.Item>
          <Menu.Item leftSection={<Tick on={zone === 'local'} />} onClick={() => setZone('local')}>
            Local time ({zoneName('local', Date.now())} now)
          </Menu.Item>
          <Menu.Item leftSection={<Tick on={zone === 'relative'} />} onClick={() => setZone('relative')}>
            From the start of the capture
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Sizes are shown in</Menu.Label>
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
          <ActionIcon title="Light or dark" variant="subtle" color="gray" size={32} aria-label="Light or dark">
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
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon title="Help" variant="subtle" color="gray" size={32} aria-label="Help">
            <IconHelp size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconKeyboard size={16} stroke={1.6} />}
            rightSection={<kbd className={css.key}>?</kbd>}
            onClick={helpBox.open}
          >
            Filter, fields and keys
          </Menu.Item>
          <Menu.Item leftSection={<IconInfoCircle size={16} stroke={1.6} />} onClick={aboutBox.open}>
            About and licences
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {help && <Help onClose={helpBox.close} />}
        {about && <AboutBox onClose={aboutBox.close} />}
      </Suspense>
    </>
  );
}

const Tick = ({ on }: { readonly on: boolean }) =>
  on ? <IconCheck size={15} aria-label="chosen" /> : <span style={{ width: 15, display: 'block' }} />;

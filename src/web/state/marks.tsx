/**
 * Every mark asks further in the same way: click = only this, Ctrl or ⌘ = add, Alt = exclude, right click, a long press, Shift+F10 or
 * the ⋯ button = menu. `useMarks()` anywhere below <MarkMenu>.
 */

import { Menu } from '@mantine/core';
import {
  IconArrowRight,
  IconCirclePlus,
  IconCopy,
  IconFilter,
  IconFilterMinus,
  IconHighlight,
  IconServer2,
} from '@tabler/icons-react';
import {
  createContext,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import { parseIp } from '#base/address.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { fieldLabel } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { setHover } from './hover.ts';
import { useLongPress } from './long-press.ts';
import { type How, narrowed, printed, type Value } from './narrow.ts';
import { touched } from './own-scope.ts';
import { useScope } from './scope.ts';
import { printState } from './view-state.ts';

/** The keys that were down; React, DOM and ECharts events all have them. */
export interface Keys {
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
}

export const howOf = (keys: Keys): How => (keys.altKey ? 'exclude' : keys.ctrlKey || keys.metaKey ? 'add' : 'only');

export interface MenuAct {
  readonly label: string;
  readonly act: () => void;
}

const NO_MORE: readonly MenuAct[] = [];

export interface Marks {
  /** what a click with these keys means */
  readonly act: (field: string, value: Value, keys: Keys) => void;
  /** the menu, at a point of the window, with what else can be done there */
  readonly menu: (field: string, value: Value, x: number, y: number, more?: readonly MenuAct[]) => void;
  /** the same for a mark that stands for more than one value: `press` does what a click with these keys does */
  readonly choose: (label: string, press: (keys: Keys) => void, x: number, y: number) => void;
  /** for elements: spread on a button or a cell */
  readonly props: (field: string, value: Value) => MarkProps;
}

export interface MarkProps {
  readonly onClick: (event: MouseEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onMouseEnter: () => void;
  readonly onMouseLeave: () => void;
}

const Context = createContext<Marks | undefined>(undefined);

export function useMarks(): Marks {
  const marks = useContext(Context);
  if (!marks) throw new Error('bug: useMarks outside <MarkMenu>');
  return marks;
}

interface Opened {
  readonly label: string;
  readonly press: (keys: Keys) => void;
  /** the one value it stands for */
  readonly of?: { readonly field: string; readonly value: Value };
  readonly x: number;
  readonly y: number;
  readonly more: readonly MenuAct[];
}

export function MarkMenu({ children }: { readonly children: ReactNode }) {
  const { filter, setFilter, setHighlight, setView } = useScope();
  const [opened, setOpened] = useState<Opened>();
  const before = useRef<Element>(null);
  useLongPress();

  const marks = useMemo<Marks>(() => {
    const act: Marks['act'] = (field, value, keys) => setFilter(touched(filter, field, value, howOf(keys)));
    // behind the event: the key that opens a menu must not reach it
    const open = (next: Opened) => void window.setTimeout(() => setOpened(next));
    const menu: Marks['menu'] = (field, value, x, y, more = NO_MORE) => {
      before.current = document.activeElement;
      const label = `${fieldLabel(field)}: ${value === undefined ? t('not known') : String(value)}`;
      open({
        label,
        press: (keys) => setFilter(narrowed(filter, field, value, howOf(keys))),
        of: { field, value },
        x,
        y,
        more,
      });
    };
    const choose: Marks['choose'] = (label, press, x, y) => {
      before.current = document.activeElement;
      open({ label, press, x, y, more: NO_MORE });
    };
    return {
      act,
      menu,
      choose,
      props: (field, value) => ({
        onClick: (event) => {
          // the end of selecting text is not a click
          if (window.getSelection()?.type === 'Range' && (window.getSelection()?.toString() ?? '') !== '') return;
          event.stopPropagation();
          act(field, value, event);
        },
        onContextMenu: (event) => {
          event.preventDefault();
          event.stopPropagation();
          menu(field, value, event.clientX, event.clientY);
        },
        onKeyDown: (event) => {
          if (event.key !== 'ContextMenu' && !(event.shiftKey && event.key === 'F10')) return;
          event.preventDefault();
          const box = event.currentTarget.getBoundingClientRect();
          menu(field, value, box.left + 8, box.bottom);
        },
        onMouseEnter: () => setHover({ field, value }),
        onMouseLeave: () => setHover(undefined),
      }),
    };
  }, [filter, setFilter]);

  const close = () => {
    setOpened(undefined);
    // the hand goes back to the mark
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  return (
    <Context value={marks}>
      {children}
      <Menu
        opened={opened !== undefined}
        onClose={close}
        position="bottom-start"
        offset={2}
        width={260}
        withinPortal
        trapFocus
      >
        <Menu.Target>
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('Menu of the mark')}
            style={{
              position: 'fixed',
              left: opened?.x ?? 0,
              top: opened?.y ?? 0,
              width: 1,
              height: 1,
              padding: 0,
              border: 0,
              opacity: 0,
              pointerEvents: 'none',
            }}
          />
        </Menu.Target>
        {opened && (
          <Menu.Dropdown>
            <Menu.Label style={{ overflowWrap: 'anywhere' }}>{opened.label}</Menu.Label>
            <Menu.Item
              leftSection={<IconFilter size={15} />}
              rightSection={<Hint text={t('click')} />}
              onClick={() => opened.press({})}
            >
              {t('Only this')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconCirclePlus size={15} />}
              rightSection={<Hint text={t('Ctrl click')} />}
              onClick={() => opened.press({ ctrlKey: true })}
            >
              {t('This too')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFilterMinus size={15} />}
              rightSection={<Hint text={t('Alt click')} />}
              onClick={() => opened.press({ altKey: true })}
            >
              {t('All but this')}
            </Menu.Item>
            <Menu.Divider />
            {opened.more.map(({ label, act }) => (
              <Menu.Item key={label} leftSection={<IconArrowRight size={15} />} onClick={act}>
                {label}
              </Menu.Item>
            ))}
            {opened.of && FIELD_BY_KEY.get(opened.of.field)?.type === 'ip' && parseIp(String(opened.of.value)) && (
              <Menu.Item
                leftSection={<IconServer2 size={15} />}
                onClick={() => setView('hosts', printState({ host: String(opened.of?.value) }))}
              >
                {t('Page of this host')}
              </Menu.Item>
            )}
            {opened.of && (
              <Menu.Item
                leftSection={<IconHighlight size={15} />}
                onClick={() => opened.of && setHighlight(printed(opened.of.field, opened.of.value))}
              >
                {t('Highlight')}
              </Menu.Item>
            )}
            {opened.of?.value !== undefined && (
              <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(String(opened.of?.value))}>
                {t('Copy value')}
              </Menu.Item>
            )}
            {opened.of && (
              <Menu.Item
                leftSection={<IconCopy size={15} />}
                onClick={() => opened.of && void copyText(printed(opened.of.field, opened.of.value))}
              >
                {t('Copy as filter')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        )}
      </Menu>
    </Context>
  );
}

const Hint = ({ text }: { readonly text: string }) => (
  <span style={{ color: 'var(--muted)', fontSize: 11 }}>{text}</span>
);

export const copyText = async (text: string): Promise<void> => navigator.clipboard?.writeText(text);

/**
 * Every mark asks further in the same way: click = only this, Ctrl or ⌘ = add, Alt = exclude, right click, Shift+F10 or
 * the ⋯ button = menu. `useMarks()` anywhere below <MarkMenu>.
 */
import { Menu } from '@mantine/core';
import { IconCirclePlus, IconCopy, IconFilter, IconFilterMinus, IconHighlight } from '@tabler/icons-react';
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
import { FIELD_BY_KEY } from '#fields/table.ts';
import { setHover } from './hover.ts';
import { type How, printed, type Value } from './narrow.ts';
import { touched } from './own-scope.ts';
import { useScope } from './scope.ts';

/** The keys that were down; React, DOM and ECharts events all have them. */
export interface Keys {
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
}

export const howOf = (keys: Keys): How => (keys.altKey ? 'exclude' : keys.ctrlKey || keys.metaKey ? 'add' : 'only');

export interface Marks {
  /** what a click with these keys means */
  readonly act: (field: string, value: Value, keys: Keys) => void;
  /** the menu, at a point of the window; `click` false where a plain click means something else */
  readonly menu: (field: string, value: Value, x: number, y: number, click?: boolean) => void;
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

export const useMark = (field: string, value: Value): MarkProps => useMarks().props(field, value);

interface Opened {
  readonly field: string;
  readonly value: Value;
  readonly x: number;
  readonly y: number;
  readonly click: boolean;
}

export function MarkMenu({ children }: { readonly children: ReactNode }) {
  const { narrow, filter, setFilter } = useScope();
  const [opened, setOpened] = useState<Opened>();
  const before = useRef<Element>(null);

  const marks = useMemo<Marks>(() => {
    const act: Marks['act'] = (field, value, keys) => setFilter(touched(filter, field, value, howOf(keys)));
    const menu: Marks['menu'] = (field, value, x, y, click = true) => {
      before.current = document.activeElement;
      setOpened({ field, value, x, y, click });
    };
    return {
      act,
      menu,
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
  const label = opened && (FIELD_BY_KEY.get(opened.field)?.label ?? opened.field);
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
            aria-label="Menu of the mark"
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
            <Menu.Label style={{ overflowWrap: 'anywhere' }}>
              {label}: {opened.value === undefined ? 'not known' : String(opened.value)}
            </Menu.Label>
            <Menu.Item
              leftSection={<IconFilter size={15} />}
              rightSection={opened.click && <Hint text="click" />}
              onClick={() => narrow(opened.field, opened.value, 'only')}
            >
              Only this
            </Menu.Item>
            <Menu.Item
              leftSection={<IconCirclePlus size={15} />}
              rightSection={<Hint text="Ctrl click" />}
              onClick={() => narrow(opened.field, opened.value, 'add')}
            >
              This too
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFilterMinus size={15} />}
              rightSection={<Hint text="Alt click" />}
              onClick={() => narrow(opened.field, opened.value, 'exclude')}
            >
              All but this
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconHighlight size={15} />}
              onClick={() => setHover({ field: opened.field, value: opened.value })}
            >
              Highlight
            </Menu.Item>
            {opened.value !== undefined && (
              <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(String(opened.value))}>
                Copy value
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconCopy size={15} />}
              onClick={() => void copyText(printed(opened.field, opened.value))}
            >
              Copy as filter
            </Menu.Item>
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

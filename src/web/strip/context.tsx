import { t } from '../language/t.ts';
import type { Span } from '../state/scope.ts';
import { length } from './time-axis.ts';
import css from './time-strip.module.css';

/** Where the view lies in the whole: a click goes there, the button shows all. */
export function Context({
  all,
  view,
  selection,
  onMove,
  onAll,
}: {
  readonly all: Span;
  readonly view: Span;
  readonly selection: Span | undefined;
  readonly onMove: (to: number) => void;
  readonly onAll: () => void;
}) {
  const part = (time: number) => `${(Math.min(1, Math.max(0, (time - all.from) / length(all))) * 100).toFixed(3)}%`;
  const size = (span: Span) => `${(length(span) / length(all)) * 100}%`;
  return (
    <div className={css.context}>
      <button type="button" className={css.all} onClick={onAll}>
        {t('Zoom out')}
      </button>
      <div
        className={css.track}
        aria-hidden
        onPointerDown={(event) => {
          const target = event.currentTarget.getBoundingClientRect();
          onMove(all.from + ((event.clientX - target.left) / target.width) * length(all));
        }}
      >
        {selection && <span className={css.chosen} style={{ left: part(selection.from), width: size(selection) }} />}
        <span className={css.seen} style={{ left: part(view.from), width: size(view) }} />
      </div>
    </div>
  );
}

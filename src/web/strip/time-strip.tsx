// biome-ignore-all lint/a11y/useSemanticElements: the strip is no group of form controls
/**
 * Traffic over time, above every view: the packets' own bytes in each bar, stacked by application. It shows the whole
 * filter's traffic with the chosen time highlighted; dragging chooses, double-click chooses all, the wheel only looks closer.
 */

import { useElementSize, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { t } from '../language/t.ts';
import { useDataset } from '../state/events.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { useScope } from '../state/scope.ts';
import { useChartColors } from '../style/theme.ts';
import { useZone } from '../style/zone.ts';
import { Context } from './context.tsx';
import { xOf } from './draw.ts';
import { StripHead } from './head.tsx';
import { actOf } from './keys.ts';
import { spanText } from './span-text.ts';
import { middleOf, pan, zoom } from './time-axis.ts';
import css from './time-strip.module.css';
import { Tip } from './tip.tsx';
import { useDrawing } from './use-drawing.ts';
import { useGestures, useWheel } from './use-gestures.ts';
import { useTraffic } from './use-traffic.ts';
import { useStripView } from './use-view.ts';

export function TimeStrip() {
  const { dataset: id, filter, span, setSpan, measure } = useScope();
  const colors = useChartColors();
  const [zone] = useZone();
  const hover = useHover();
  const { ref: box, width } = useElementSize();
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const [low, setLow] = useLocalStorage({
    key: 'capscope-strip-low',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const isLow = small && low;
  const { all, view, zoomed, show } = useStripView(useDataset(id), span);
  const { timeline, marked, dimmed, fault, asked } = useTraffic(filter, zoomed ? view : undefined, all ? width : 0);
  const strip = { all, view, width, span, show, choose: setSpan };
  const { draft, pointed, cursor, on } = useGestures(strip);
  useWheel(plot, strip);

  const fills = useMemo(() => timeline?.series.map((one) => colors.app(one.value)) ?? [], [timeline, colors]);
  const lit =
    timeline && hover?.field === 'app'
      ? timeline.series.findIndex((one) => one.value !== undefined && sameMark(hover, 'app', one.value || undefined))
      : -1;
  const selection = draft ?? span;
  useDrawing(
    canvas,
    { width, view, zone, measure, timeline, marked, fills, lit, selection, pointed, colors },
    `${zoomed} ${isLow}`,
  );

  if (!view || !all) return <div className={css.strip} ref={box} />;

  const showAll = () => {
    show(undefined);
    setSpan(undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    const act = actOf(event, view, all, span);
    if (!act) return;
    if (act.kind === 'show') show(act.view);
    else setSpan(act.span, act.isMoved);
    event.preventDefault();
    event.stopPropagation();
  };

  const words = spanText(selection ?? view, zone);
  return (
    <section className={css.strip} ref={box} aria-label={t('Traffic over time')}>
      <StripHead
        measure={measure}
        timeline={timeline}
        fills={fills}
        words={words}
        isChosen={selection !== undefined}
        hasSpan={span !== undefined}
        zoomed={zoomed}
        fold={small ? { isLow, turn: () => setLow(!isLow) } : undefined}
        onAll={showAll}
        onChosen={() => show(span)}
        onZoom={(factor) => show(zoom(view, all, middleOf(span ?? view), factor))}
      />
      <div
        ref={plot}
        className={css.plot}
        data-zoomed={zoomed || undefined}
        data-low={isLow || undefined}
        style={{
          opacity: dimmed && asked === view ? 0.55 : 1,
          cursor,
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the strip is worked by arrow keys, and says so
        tabIndex={0}
        role="group"
        aria-roledescription={t('time strip')}
        aria-label={t('{what}: {span}. Arrow keys move, with Shift they select; plus and minus zoom.', {
          what: span ? t('Chosen time') : t('Whole time'),
          span: words,
        })}
        {...on}
        onDoubleClick={showAll}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} className={css.canvas} aria-hidden />
        {pointed !== undefined && timeline && (
          <Tip
            time={pointed}
            x={xOf(pointed, view, width)}
            width={width}
            timeline={timeline}
            fills={fills}
            measure={measure}
            zone={zone}
          />
        )}
        {fault && <p className={css.fault}>{t('The filter can’t be understood.')}</p>}
      </div>
      {zoomed && (
        <Context
          all={all}
          view={view}
          selection={selection}
          onMove={(to) => show(pan(view, all, to - middleOf(view)))}
          onAll={() => show(undefined)}
        />
      )}
    </section>
  );
}

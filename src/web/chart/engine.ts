/** The only file that imports ECharts; loaded when the first chart is drawn. Registers just what our pictures use. */
import {
  BarChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  LinesChart,
  SankeyChart,
  ScatterChart,
  SunburstChart,
  TreemapChart,
} from 'echarts/charts';
import { GeoComponent, GridComponent } from 'echarts/components';
import {
  type ECElementEvent,
  type EChartsCoreOption,
  type EChartsType,
  getMap,
  init,
  registerMap,
  use,
} from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  BarChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  LinesChart,
  SankeyChart,
  ScatterChart,
  SunburstChart,
  TreemapChart,
  GeoComponent,
  GridComponent,
  LabelLayout,
  CanvasRenderer,
  SVGRenderer,
]);

export type Option = EChartsCoreOption;

/** What a pointer is on: the mark's id, or undefined for the ground. */
export interface Touch {
  readonly mark: string;
  readonly event: MouseEvent;
}

/** Where a point of a series with coordinates of its own (a graph) stands, and how large the picture is; pixels. */
export interface Plot {
  readonly at: (point: readonly [number, number]) => readonly [number, number] | undefined;
  readonly width: number;
  readonly height: number;
}

/** What ECharts tells of a label that is to be placed. */
export interface LabelAsked {
  readonly dataIndex: number;
  readonly dataType?: string;
  readonly rect: { readonly width: number };
}

/** A series' `placing`: becomes its labelLayout, with the picture as it is by then. */
export type Placing = (plot: () => Plot) => (label: LabelAsked) => object;

export interface Engine {
  /** Draws; what is the same as before stays (zoom of a map, for one). */
  readonly draw: (option: Option, changeMs: number) => void;
  readonly resize: () => void;
  readonly dispose: () => void;
  /** Lights one mark up, or none. */
  readonly light: (find: Find | undefined) => void;
  /** The same drawing as the text of an SVG. */
  readonly svg: () => string;
  /** Zooms a map about its middle; 0 shows all of it. */
  readonly zoom: (factor: number, at?: readonly [number, number]) => void;
}

/** How ECharts names a mark. */
export type Find =
  | { readonly geoIndex: number; readonly name: string }
  | { readonly seriesIndex: number; readonly dataIndex: number; readonly dataType?: 'node' | 'edge' };

export interface Listeners {
  readonly over: (touch: Touch | undefined) => void;
  readonly click: (touch: Touch) => void;
  readonly menu: (touch: Touch) => void;
  /** bins along the x axis that are marks over the whole height; undefined: only what is drawn is a mark */
  readonly axisMarks: () => number | undefined;
}

/** The id of a mark is `mark` of its data item; of a map's region its name. */
function markOf(params: ECElementEvent): string | undefined {
  if (params.componentType === 'geo') return params.name;
  const data = params.data;
  const mark = typeof data === 'object' && data !== null && 'mark' in data ? data.mark : undefined;
  return typeof mark === 'string' ? mark : undefined;
}

export function start(element: HTMLElement, listeners: Listeners): Engine {
  const chart: EChartsType = init(element, undefined, { renderer: 'canvas' });
  const binAt = (event: MouseEvent): Touch | undefined => {
    const bins = listeners.axisMarks();
    const point = [event.offsetX, event.offsetY];
    if (bins === undefined || !chart.containPixel('grid', point)) return undefined;
    const bin = Math.round(Number(chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX)));
    return bin >= 0 && bin < bins ? { mark: String(bin), event } : undefined;
  };
  element.addEventListener('mousemove', (event) => {
    if (listeners.axisMarks() !== undefined) listeners.over(binAt(event));
  });
  element.addEventListener('click', (event) => {
    const found = binAt(event);
    if (found) listeners.click(found);
  });
  const touch = (params: ECElementEvent): Touch | undefined => {
    if (listeners.axisMarks() !== undefined) return undefined;
    const mark = markOf(params);
    const event = params.event?.event;
    return mark !== undefined && event instanceof MouseEvent ? { mark, event } : undefined;
  };
  const over = (params: ECElementEvent) => {
    if (listeners.axisMarks() === undefined) listeners.over(touch(params));
  };
  chart.on('mouseover', over);
  chart.on('mousemove', over);
  chart.on('mouseout', () => {
    if (listeners.axisMarks() === undefined) listeners.over(undefined);
  });
  chart.on('globalout', () => listeners.over(undefined));
  chart.on('click', (params) => {
    const found = touch(params);
    if (found) listeners.click(found);
  });
  chart.on('contextmenu', (params) => {
    const found = touch(params);
    if (found) listeners.menu(found);
  });
  let lit: Find | undefined;
  let drawn: Option = {};
  return {
    draw: (option, changeMs) => {
      const motion = { animation: changeMs > 0, animationDuration: 0, animationDurationUpdate: changeMs };
      // some series bring slow entrances of their own
      const plot = (seriesIndex: number): Plot => ({
        at: (point) => {
          const pixel = chart.convertToPixel({ seriesIndex }, [...point]);
          return Array.isArray(pixel) ? [pixel[0]!, pixel[1]!] : undefined;
        },
        width: chart.getWidth(),
        height: chart.getHeight(),
      });
      const series = Array.isArray(option.series)
        ? option.series.map(({ placing, ...one }: { readonly placing?: Placing }, index) => ({
            ...one,
            ...(placing === undefined ? {} : { labelLayout: placing(() => plot(index)) }),
            ...motion,
          }))
        : [];
      drawn = { ...option, animation: false, series };
      chart.setOption({ ...option, ...motion, series }, { replaceMerge: ['series'] });
      // paper does not wait for the next frame
      if (document.documentElement.hasAttribute('data-printing')) chart.getZr().flush();
    },
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
    light: (find) => {
      if (lit) chart.dispatchAction({ type: 'downplay', ...lit });
      if (find) chart.dispatchAction({ type: 'highlight', ...find });
      lit = find;
    },
    svg: () => {
      const size = { width: chart.getWidth(), height: chart.getHeight() };
      const copy = init(null, undefined, { renderer: 'svg', ssr: true, ...size });
      copy.setOption({ ...drawn, series: (drawn.series as object[]).map((one) => ({ ...one, animation: false })) });
      const text = copy.renderToSVGString();
      copy.dispose();
      return text;
    },
    zoom: (factor, at) => {
      if (factor === 0) {
        chart.setOption({ geo: { zoom: 1, center: null } });
        return;
      }
      const originX = chart.getWidth() / 2;
      const originY = chart.getHeight() / 2;
      const roam = { type: 'geoRoam', componentType: 'geo', geoIndex: 0 };
      const place = at && chart.convertToPixel('geo', [...at]);
      if (Array.isArray(place)) chart.dispatchAction({ ...roam, dx: originX - place[0]!, dy: originY - place[1]! });
      chart.dispatchAction({ ...roam, zoom: factor, originX, originY });
    },
  };
}

/** Makes a GeoJSON known as a map; once is enough. */
export function knowMap(name: string, geoJson: object): void {
  if (!getMap(name)) registerMap(name, geoJson as Parameters<typeof registerMap>[1]);
}

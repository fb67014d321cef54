/**
 * A part of the page as an SVG of its own: backgrounds, borders, texts and images where they stand on the screen. Charts
 * give their own vectors through `vectors`; a canvas of any other kind goes in as an image.
 */

/** Element of a chart → its drawing as SVG text, of its own size. */
export const vectors = new WeakMap<Element, () => string>();

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const PAD = 8;

export async function pictureOf(root: HTMLElement): Promise<Picture> {
  const frame = root.getBoundingClientRect();
  const width = Math.ceil(frame.width) + 2 * PAD;
  const height = Math.ceil(frame.height) + 2 * PAD;
  const parts: string[] = [];
  await draw(root, { x: frame.left - PAD, y: frame.top - PAD, clip: frame, parts });
  const ground = getComputedStyle(document.body).backgroundColor;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${ground}"/>${parts.join('')}</svg>`;
  return { svg, width, height };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly clip: DOMRect;
  readonly parts: string[];
}

const n = (value: number) => String(Math.round(value * 100) / 100);
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
const isClear = (color: string) => color === 'transparent' || /^rgba\(.*, 0\)$/.test(color);

async function draw(element: Element, place: Place): Promise<void> {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0) return;
  // what is worked by hand says nothing on paper
  if (element.matches('[data-actions] :is(button, input, select, [role=radiogroup])')) return;
  if (element.hasAttribute('data-no-picture') || style.clipPath === 'inset(50%)') return;
  const box = element.getBoundingClientRect();
  const isOut =
    box.right < place.clip.left ||
    box.left > place.clip.right ||
    box.bottom < place.clip.top ||
    box.top > place.clip.bottom;
  if (isOut && style.display !== 'contents') return;
  const opacity = Number(style.opacity);
  if (opacity < 1) place.parts.push(`<g opacity="${opacity}">`);
  rectangle(box, style, place);
  const vector = vectors.get(element);
  if (vector !== undefined) {
    const inner = vector().replace(/^<svg /, `<svg x="${n(box.left - place.x)}" y="${n(box.top - place.y)}" `);
    place.parts.push(inner);
  } else if (element instanceof HTMLCanvasElement) image(box, element.toDataURL('image/png'), place);
  else if (element instanceof HTMLImageElement) image(box, await inlined(element.src), place);
  else if (element instanceof SVGSVGElement) vectorImage(box, element, style, place);
  else
    for (const child of element.childNodes) {
      if (child instanceof Element) await draw(child, place);
      else if (child instanceof Text) texts(child, style, place);
    }
  if (opacity < 1) place.parts.push('</g>');
}

function rectangle(box: DOMRect, style: CSSStyleDeclaration, { x, y, parts }: Place): void {
  const border = Number.parseFloat(style.borderTopWidth);
  const hasBorder = border > 0 && !isClear(style.borderTopColor) && style.borderTopStyle !== 'none';
  const hasGround = !isClear(style.backgroundColor);
  if ((!hasGround && !hasBorder) || box.width === 0 || box.height === 0) {
    underline(box, style, { x, y, parts });
    return;
  }
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2);
  const all = hasBorder && Number.parseFloat(style.borderLeftWidth) > 0;
  const inset = all ? border / 2 : 0;
  parts.push(
    `<rect x="${n(box.left - x + inset)}" y="${n(box.top - y + inset)}" width="${n(box.width - 2 * inset)}" height="${n(box.height - 2 * inset)}" rx="${n(radius)}" fill="${hasGround ? style.backgroundColor : 'none'}"${all ? ` stroke="${style.borderTopColor}" stroke-width="${border}"` : ''}/>`,
  );
  if (!all) underline(box, style, { x, y, parts });
}

function underline(box: DOMRect, style: CSSStyleDeclaration, { x, y, parts }: Pick<Place, 'x' | 'y' | 'parts'>): void {
  const width = Number.parseFloat(style.borderBottomWidth);
  if (!(width > 0) || isClear(style.borderBottomColor) || style.borderBottomStyle === 'none') return;
  const at = n(box.bottom - y - width / 2);
  parts.push(
    `<line x1="${n(box.left - x)}" y1="${at}" x2="${n(box.right - x)}" y2="${at}" stroke="${style.borderBottomColor}" stroke-width="${width}"/>`,
  );
}

/** Each line of a text at its own place. */
function texts(node: Text, style: CSSStyleDeclaration, { x, y, clip, parts }: Place): void {
  const text = node.data;
  if (text.trim() === '') return;
  const range = document.createRange();
  let from = 0;
  let top: number | undefined;
  const put = (to: number) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    const box = range.getBoundingClientRect();
    const line = text.slice(from, to).trim();
    if (line === '' || box.width === 0 || box.bottom < clip.top || box.top > clip.bottom) return;
    const size = Number.parseFloat(style.fontSize);
    const baseline = box.top - y + box.height / 2 + size * 0.35;
    parts.push(
      `<text x="${n(box.left - x)}" y="${n(baseline)}" font-family="${escaped(style.fontFamily)}" font-size="${n(size)}" font-weight="${style.fontWeight}" fill="${style.color}" xml:space="preserve">${escaped(line)}</text>`,
    );
  };
  for (let at = 0; at < text.length; at++) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    if (top !== undefined && box.top - top > box.height / 2) {
      put(at);
      from = at;
    }
    top = box.top;
  }
  put(text.length);
}

function image(box: DOMRect, href: string, { x, y, parts }: Place): void {
  parts.push(
    `<image x="${n(box.left - x)}" y="${n(box.top - y)}" width="${n(box.width)}" height="${n(box.height)}" href="${href}"/>`,
  );
}

function vectorImage(box: DOMRect, element: SVGSVGElement, style: CSSStyleDeclaration, { x, y, parts }: Place): void {
  const copy = element.cloneNode(true) as SVGSVGElement;
  // colours that come from the page's own rules
  const inside = element.querySelectorAll('*');
  for (const [index, part] of copy.querySelectorAll('*').entries()) {
    const { fill, stroke } = getComputedStyle(inside[index]!);
    part.setAttribute('fill', fill);
    part.setAttribute('stroke', stroke);
  }
  copy.setAttribute('x', n(box.left - x));
  copy.setAttribute('y', n(box.top - y));
  copy.setAttribute('width', n(box.width));
  copy.setAttribute('height', n(box.height));
  copy.setAttribute('color', style.color);
  copy.setAttribute('fill', style.fill);
  copy.setAttribute('stroke', style.stroke);
  copy.removeAttribute('class');
  parts.push(new XMLSerializer().serializeToString(copy));
}

async function inlined(src: string): Promise<string> {
  const blob = await (await fetch(src)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

/** The SVG as pixels, twice as many as on the screen. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
  );
}

export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Equal Earth projection (Šavrič, Patterson, Jenny 2018): areas are true, so a colour covers as much as the country does.
 * Points are [longitude, latitude] in degrees; the plane's y grows downwards, as on a screen.
 */
const A1 = 1.340264;
const A2 = -0.081106;
const A3 = 0.000893;
const A4 = 0.003796;
const M = Math.sqrt(3) / 2;
const RADIAN = Math.PI / 180;

const height = (theta: number) => {
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  return theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
};
const slope = (theta: number) => {
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  return A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
};

export function project([longitude, latitude]: readonly number[]): [number, number] {
  const theta = Math.asin(M * Math.sin(latitude! * RADIAN));
  return [(longitude! * RADIAN * Math.cos(theta)) / (M * slope(theta)), -height(theta)];
}

export function unproject([x, y]: readonly number[]): [number, number] {
  let theta = -y!;
  for (let round = 0; round < 12; round++) {
    const step = (height(theta) + y!) / slope(theta);
    theta -= step;
    if (Math.abs(step) < 1e-12) break;
  }
  const sine = Math.max(-1, Math.min(1, Math.sin(theta) / M));
  return [(M * x! * slope(theta)) / Math.cos(theta) / RADIAN, Math.asin(sine) / RADIAN];
}

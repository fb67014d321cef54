/**
 * ClickHouse native protocol: packet 0 (Hello), then name of the client or server as text with its length, "ClickHouse …"
 * (ClickHouse documentation, "Native protocol").
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const NAME = 'ClickHouse';

export const clickhouse: Dissector = {
  app: 'clickhouse',
  over: [6],
  ports: [9000],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12)
      return startsWith(buf, off + 2, end, NAME.slice(0, Math.max(0, size - 2))) && size > 2
        ? Verdict.More
        : Verdict.No;
    return buf[off + 1] >= NAME.length && buf[off + 1] < 64 && startsWith(buf, off + 2, end, NAME)
      ? Verdict.Yes
      : Verdict.No;
  },
};

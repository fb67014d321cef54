/** The application a port is known for, for flows of which no payload is there to see. */
import { APPS } from './apps.ts';
import { DISSECTORS } from './table.ts';

const BY_PORT: ReadonlyMap<number, number> = new Map(
  DISSECTORS.toReversed().flatMap((dissector) =>
    dissector.noGuess === true
      ? []
      : dissector.over.flatMap((proto) =>
          dissector.ports.map((port) => [keyOf(proto, port), APPS.indexOf(dissector.app)] as const),
        ),
  ),
);

function keyOf(proto: number, port: number): number {
  return proto * 65536 + port;
}

/** Index into APPS of the application at home at the server's port; 0 = none. */
export function appOfPort(proto: number, port: number): number {
  return BY_PORT.get(keyOf(proto, port)) ?? 0;
}

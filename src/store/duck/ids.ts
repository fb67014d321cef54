/** Numbers of flows: finished ones count from 0; open ones lie above, a range for each of up to 128 ports. */
export const FLOW_COUNT_IDS = { OPEN_BASE: 0x8000_0000, OPEN_RANGE: 1 << 24, PORTS: 128 } as const;

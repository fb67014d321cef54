/** How the application of a flow was told; the numbers are those of app.why in the field table. */
export const Why = {
  None: 0,
  ClientFirst: 1,
  ServerFirst: 2,
  ClientLater: 3,
  ServerLater: 4,
  Middle: 5,
  Both: 6,
  Announced: 7,
  Turned: 8,
  Header: 9,
  Port: 10,
} as const;

/** The same in plain words, by number. */
export const WHY_TEXTS: readonly string[] = [
  'nothing tells it',
  'first bytes of the client',
  'first bytes of the server',
  'later bytes of the client',
  'later bytes of the server',
  'bytes from the middle: the start was not captured',
  'bytes of both sides',
  'announced in another flow',
  'turned to on the way: STARTTLS, Upgrade and the like',
  'number in the header',
  'port alone: a guess',
];

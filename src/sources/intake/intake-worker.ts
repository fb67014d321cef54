/** The thread of one live source: its inlet, its intake. First message: the order. */
import { parentPort } from 'node:worker_threads';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { runProgram } from '../live/program-inlet.ts';
import { streamFrom, streamTargetOf } from '../pcap-over-ip/client.ts';
import { listenForSenders } from '../pcap-over-ip/listener.ts';
import { Intake } from './intake.ts';
import type { IntakeCommand, IntakeOrder, IntakeReport } from './protocol.ts';

/** Lines at once, and time for each further one: whoever knocks in vain a thousand times a second is not told of each time. */
const MOST_NOTES = 30;
const NOTE_MS = 2000;

const report = (message: IntakeReport): void => parentPort!.postMessage(message);

interface Running {
  readonly port?: number;
  /** a segment has ended */
  poll?(): void;
  /** Resolves when nothing more comes. */
  stop(): Promise<void>;
}

class IntakeThread {
  readonly #order: IntakeOrder;
  readonly #intake: Intake;
  #running: Running | undefined;
  #ending = false;
  #notes = 0;
  #notedAt = 0;
  #unsaid = 0;

  constructor(order: IntakeOrder) {
    this.#order = order;
    this.#intake = new Intake({
      ...order,
      now: Date.now,
      report: (message) => (message.kind === 'note' ? this.#note(message) : report(message)),
      onFull: (error) => void this.end(diskWords(error)),
      onSplit: () => this.#running?.poll?.(),
    });
  }

  async start(): Promise<void> {
    try {
      const running = await this.#open();
      this.#running = running;
      if (this.#ending) return void (await running.stop());
      report({ kind: 'ready', ...(running.port === undefined ? {} : { port: running.port }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.end(error.message);
    }
  }

  command(command: IntakeCommand): void {
    if (command.kind === 'stop') void this.end();
    else this.#intake.split();
  }

  async end(error?: string): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    await this.#running?.stop();
    // Connections tell of their end in the turn after they were closed.
    await new Promise((resolve) => setImmediate(resolve));
    this.#intake.close();
    report({ kind: 'ended', ...(error === undefined ? {} : { error }) });
    parentPort!.close();
  }

  #note(note: Extract<IntakeReport, { kind: 'note' }>): void {
    const now = performance.now();
    this.#notes = Math.max(0, this.#notes - (now - this.#notedAt) / NOTE_MS);
    this.#notedAt = now;
    if (this.#notes >= MOST_NOTES && !note.isLasting) {
      this.#unsaid++;
      return;
    }
    this.#notes++;
    const more = this.#unsaid === 0 ? '' : ` (and ${this.#unsaid} such lines before that are left out)`;
    this.#unsaid = 0;
    report({ ...note, text: note.text + more });
  }

  async #open(): Promise<Running> {
    const { inlet } = this.#order;
    switch (inlet.kind) {
      case 'listen': {
        const { port, close } = await listenForSenders(inlet, this.#intake, (text) =>
          this.#note({ kind: 'note', text, isLasting: false }),
        );
        return { port, stop: close };
      }
      case 'connect':
        return this.#connect(inlet.address, inlet.allowed);
      case 'program': {
        const kind = inlet.tellsCounts ? 'tcpdump' : 'dumpcap';
        const program = { ...inlet, kind, path: inlet.file } as const;
        return runProgram(program, this.#intake, (error) => void this.end(error));
      }
    }
  }

  /** Connects, and ends when the other side does. Resolves with the first bytes. */
  async #connect(address: string, allowed: readonly IpRange[]): Promise<Running> {
    const target = streamTargetOf(address);
    const giveUp = new AbortController();
    const enough = new AbortController();
    const pieces = streamFrom(target, { signal: giveUp.signal, enough: enough.signal, allowed });
    const first = await pieces.next();
    let gate = Promise.withResolvers<void>();
    gate.resolve();
    const sender = this.#intake.open(target.name, {
      hold: () => {
        gate = Promise.withResolvers<void>();
      },
      release: () => gate.resolve(),
      close: () => enough.abort(),
    });
    const follow = async (): Promise<void> => {
      if (first.done !== true && !sender.push(first.value)) return;
      for await (const piece of pieces) {
        if (!sender.push(piece)) return;
        await gate.promise;
      }
    };
    const followed = follow().finally(() => sender.end());
    followed.then(
      () => void this.end(),
      (error: unknown) => void this.end(error instanceof Error ? error.message : String(error)),
    );
    return {
      stop: async () => {
        enough.abort();
        gate.resolve();
        await followed.catch(() => undefined);
      },
    };
  }
}

function diskWords(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'the disk is full: make room and start again; what came before is kept';
  return `the packets cannot be written: ${error.message}`;
}

parentPort!.once('message', (order: IntakeOrder) => {
  const thread = new IntakeThread(order);
  parentPort!.on('message', (command: IntakeCommand) => thread.command(command));
  void thread.start();
});

/**
 * A decode worker's end of the link to the store: batches out, emptied batches back. Having none to fill is the
 * back-pressure; the worker then sleeps on the link's signal.
 */
import { receiveMessageOnPort } from 'node:worker_threads';
import { APPS } from '#dissect/apps.ts';
import { createBatch, type FlowBatch, resetBatch } from '#flow/batch/batch.ts';
import { buffersOf, CREDITS, type Delivery, type Receipt, type StoreLink } from '#store/protocol.ts';
import { fullDisk } from '#store/rpc.ts';

const WAIT_MS = 1000;

export class DeliveryLine {
  private readonly link: StoreLink;
  private readonly empty: FlowBatch[] = [];
  private made = 0;
  private done = false;

  constructor(link: StoreLink, services: readonly string[], categories: readonly string[]) {
    this.link = link;
    this.send({ kind: 'codes', apps: APPS, services, categories });
  }

  /** A batch to fill; waits for one to come back when CREDITS are on their way. `cancelled` is asked while waiting. */
  takeBatch(cancelled: () => boolean): FlowBatch | undefined {
    for (;;) {
      const seen = Atomics.load(this.link.signal, 0);
      this.receive();
      const batch = this.empty.pop();
      if (batch !== undefined) return batch;
      if (this.made < CREDITS) {
        this.made++;
        return createBatch();
      }
      if (cancelled()) return undefined;
      Atomics.wait(this.link.signal, 0, seen, WAIT_MS);
    }
  }

  sendFlows(batch: FlowBatch, stacks: readonly string[], widthMs: number): void {
    this.link.port.postMessage(
      { kind: 'flows', batch, stacks: [...stacks], widthMs } satisfies Delivery,
      buffersOf(batch),
    );
  }

  sendOpen(batch: FlowBatch, stacks: readonly string[], widthMs: number, first: boolean, last: boolean): void {
    this.link.port.postMessage(
      { kind: 'open', batch, stacks: [...stacks], widthMs, first, last } satisfies Delivery,
      buffersOf(batch),
    );
  }

  send(delivery: Exclude<Delivery, { kind: 'flows' | 'open' }>): void {
    this.link.port.postMessage(delivery);
  }

  /** Says 'done' and waits until all has been appended. */
  finish(cancelled: () => boolean): void {
    this.send({ kind: 'done' });
    while (!this.done && !cancelled()) {
      const seen = Atomics.load(this.link.signal, 0);
      this.receive();
      if (!this.done) Atomics.wait(this.link.signal, 0, seen, WAIT_MS);
    }
  }

  close(): void {
    this.link.port.close();
  }

  private receive(): void {
    for (
      let got = receiveMessageOnPort(this.link.port);
      got !== undefined;
      got = receiveMessageOnPort(this.link.port)
    ) {
      const receipt = got.message as Receipt;
      if (receipt.kind === 'empty') {
        resetBatch(receipt.batch);
        this.empty.push(receipt.batch);
      } else if (receipt.kind === 'done') this.done = true;
      else throw fullDisk(receipt.message) ?? new Error(receipt.message);
    }
  }
}

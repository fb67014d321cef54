/** The scan worker from the main thread: started when first needed, kept for the next question. */
import { Worker } from 'node:worker_threads';
import { programFile } from '#base/program.ts';
import type {
  FineSeries,
  FineTimelineRequest,
  FlowPacketsRequest,
  Listing,
  ListingRequest,
  PacketPlace,
  PacketRead,
  PacketRequest,
  ScanRequest,
} from './requests.ts';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Scanner {
  #worker: Worker | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  timeline(request: FineTimelineRequest): Promise<FineSeries[]> {
    return this.#ask(request) as Promise<FineSeries[]>;
  }

  packets(request: FlowPacketsRequest): Promise<PacketPlace[]> {
    return this.#ask(request) as Promise<PacketPlace[]>;
  }

  listing(request: ListingRequest): Promise<Listing> {
    return this.#ask(request) as Promise<Listing>;
  }

  packet(request: PacketRequest): Promise<PacketRead> {
    return this.#ask(request) as Promise<PacketRead>;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(request: ScanRequest): Promise<unknown> {
    const worker = this.#worker ?? this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request });
    });
  }

  #start(): Worker {
    const worker = new Worker(programFile('app/packets/scan-worker'));
    worker.unref();
    worker.on('message', ({ id, answer, error }: { id: number; answer?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    });
    const gone = (reason: string) => (): void => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(reason));
      this.#waiting.clear();
      this.#worker = undefined;
    };
    worker.on('error', gone('the scan worker failed'));
    worker.on('exit', gone('the scan worker ended'));
    this.#worker = worker;
    return worker;
  }
}

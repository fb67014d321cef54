/** A store in memory with a dataset of given flows, for the tests of a file: started before them, closed after them. */
import { afterAll, beforeAll } from 'vitest';
import type { Answer, Question } from '#query/question.ts';
import { startStore } from './client.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

export class StoredFlows {
  dataset!: DatasetStore;

  readonly ask = async <Q extends Question>(question: Q): Promise<Answer<Q['kind']>> =>
    (await this.dataset.ask(question)) as Answer<Q['kind']>;
}

export function storedFlows(flows: readonly TestFlow[]): StoredFlows {
  const stored = new StoredFlows();
  let store: Store;
  beforeAll(async () => {
    store = await startStore();
    stored.dataset = await store.open(':memory:');
    const importing = await stored.dataset.begin();
    const port = new TestPort(await stored.dataset.connect(importing));
    port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
    await port.done();
    await stored.dataset.finish(importing);
  });
  afterAll(() => store.close());
  return stored;
}

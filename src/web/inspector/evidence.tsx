/** Which bytes identify the application of a flow, in the words of its dissector; nothing for a guess. */
import { useEffect, useState } from 'react';
import type { FlowRow } from '#query/question.ts';

const INSPECTED = 'inspected';

export function Evidence({ row }: { readonly row: FlowRow }) {
  const app = row['app.by'] === INSPECTED ? String(row['app'] ?? '') : '';
  const [told, setTold] = useState<{ readonly app: string; readonly text: string | undefined }>();
  useEffect(() => {
    let wanted = app !== '';
    // a text of 60 KB, fetched when it is first needed
    if (wanted)
      void import('#registry/app-marks.ts').then(({ APP_MARKS }) => {
        if (wanted) setTold({ app, text: APP_MARKS.get(app) });
      });
    return () => {
      wanted = false;
    };
  }, [app]);
  return told?.app !== app || told.text === undefined ? null : <p className="muted">{told.text}</p>;
}

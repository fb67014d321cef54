import { findCaptureProgram, listInterfaces } from '#sources/live/capture-program.ts';
import { readBytes, readSeconds } from '../amounts.ts';
import { STANDING_OPTIONS, stand } from '../standing.ts';
import { readArguments, usage } from '../usage.ts';

/** Captures on an interface and shows it while it goes on, until Ctrl-C. */
export async function live(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STANDING_OPTIONS,
    interface: { type: 'string', short: 'i' },
    list: { type: 'boolean', short: 'D' },
    snaplen: { type: 'string', short: 's' },
    'no-promiscuous': { type: 'boolean' },
    keep: { type: 'string' },
    'keep-time': { type: 'string' },
  });
  if (values.list) {
    const interfaces = await listInterfaces(findCaptureProgram());
    return void process.stdout.write(
      interfaces.map(({ name, about }) => `${name}${about === undefined ? '' : `  ${about}`}\n`).join(''),
    );
  }
  if (values.interface === undefined)
    throw usage('capscope live needs an interface: -i eth0; --list shows those there are');
  const snapLen = values.snaplen === undefined ? undefined : Number(values.snaplen);
  if (snapLen !== undefined && !(Number.isInteger(snapLen) && snapLen >= 64 && snapLen <= 262_144))
    throw usage(`--snaplen is a number of bytes from 64 to 262144, not ${JSON.stringify(values.snaplen)}`);
  const keepSeconds = readSeconds(values['keep-time'], 'keep-time');
  const keepBytes = values.keep === 'all' ? Number.MAX_SAFE_INTEGER : readBytes(values.keep, 'keep');
  const filter = positionals.join(' ');
  await stand(
    {
      kind: 'capture',
      interface: values.interface,
      filter,
      promiscuous: values['no-promiscuous'] !== true,
      ...(snapLen === undefined ? {} : { snapLen }),
      ...(keepBytes === undefined ? {} : { keepBytes }),
      ...(keepSeconds === undefined ? {} : { keepMs: keepSeconds * 1000 }),
    },
    values.interface,
    values,
    () => [`Capturing on ${values.interface}${filter === '' ? '' : `, ${filter}`}`],
  );
}

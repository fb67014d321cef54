/** GDB remote serial protocol (GDB manual, appendix E): the first question of the debugger. */
import { opening } from '../../opening.ts';

export const gdbRemote = opening('gdb-remote', [6], [], ['$qSupported:', '+$qSupported:']);

/**
 * Secrets on disk, only where the operator gave a key for them (CAPSCOPE_SECRET_KEY): AES-256-GCM, the key by scrypt of what was
 * given with a salt of its own for each. Without a key a secret stays in memory.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { AppError } from '#base/errors.ts';

const SALT = 16;
const NONCE = 12;
const TAG = 16;
const KEY = 32;
/** About 50 ms and 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SHORTEST = 16;
const MARK = 'capscope1:';

export class Seal {
  readonly #passphrase: string;

  private constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  /** Undefined without a key. AppError USAGE for one that is too short. */
  static of(env: Readonly<Record<string, string | undefined>>): Seal | undefined {
    const text = env.CAPSCOPE_SECRET_KEY;
    if (text === undefined || text === '') return undefined;
    if (text.length < SHORTEST)
      throw new AppError('USAGE', {
        message: `CAPSCOPE_SECRET_KEY must have ${SHORTEST} characters or more; "openssl rand -base64 32" makes one`,
      });
    return new Seal(text);
  }

  close(secret: string): string {
    const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
    const cipher = createCipheriv('aes-256-gcm', this.#key(salt), nonce);
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return MARK + Buffer.concat([salt, nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  /** Undefined when it was closed with another key, or changed. */
  open(sealed: string): string | undefined {
    if (!sealed.startsWith(MARK)) return undefined;
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
    if (bytes.length < SALT + NONCE + TAG) return undefined;
    const at = [0, SALT, SALT + NONCE, SALT + NONCE + TAG];
    const [salt, nonce, tag, body] = at.map((from, i) => bytes.subarray(from, at[i + 1]));
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.#key(salt!), nonce!);
      cipher.setAuthTag(tag!);
      return Buffer.concat([cipher.update(body!), cipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  #key(salt: Uint8Array): Buffer {
    return scryptSync(this.#passphrase, salt, KEY, COST);
  }
}

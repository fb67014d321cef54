/** The one sign-in to Azure of this process: begun by the user, kept in memory, gone when he signs out or the process ends. */
import { AppError } from '#base/errors.ts';
import { type CloudSettings, cloudOf } from '#sources/azure/cloud.ts';
import type { DeviceCode, Identity, SignInWay } from '#sources/azure/sign-in.ts';

export interface SignInState {
  /** code: a person is to type it at the address */
  readonly state: 'out' | 'code' | 'in';
  readonly way?: SignInWay['kind'];
  /** who, as Azure tells */
  readonly name?: string;
  readonly cloud: string;
  readonly code?: DeviceCode;
  /** why the last attempt failed */
  readonly error?: string;
}

export class AzureSignIn {
  readonly #settings: CloudSettings;
  readonly #ca: string | undefined;
  #identity: Identity | undefined;
  #code: DeviceCode | undefined;
  #error: string | undefined;
  #cloud: string;
  #attempt = new AbortController();
  /** called when somebody has signed in */
  onSignedIn: () => void = () => {};

  /** `settings`: what the operator configured. */
  constructor(settings: CloudSettings, ca: string | undefined) {
    this.#settings = settings;
    this.#ca = ca;
    this.#cloud = settings.cloud ?? 'public';
  }

  get state(): SignInState {
    const cloud = cloudOf({ ...this.#settings, cloud: this.#cloud }).name;
    const identity = this.#identity;
    if (identity !== undefined) {
      const { name, way } = identity;
      return { state: 'in', way, cloud, ...(name === undefined ? {} : { name }) };
    }
    if (this.#code !== undefined) return { state: 'code', way: 'code', cloud, code: this.#code };
    return { state: 'out', cloud, ...(this.#error === undefined ? {} : { error: this.#error }) };
  }

  /** Resolves when signed in, or when there is a code for a person to type. AppError: SIGN_IN, USAGE. */
  async begin(way: SignInWay, cloud?: string): Promise<SignInState> {
    this.out();
    const attempt = this.#attempt;
    const chosen = cloudOf({ ...this.#settings, ...(cloud === undefined ? {} : { cloud }) });
    this.#cloud = cloud ?? this.#settings.cloud ?? 'public';
    const { Identity: Made } = await import('#sources/azure/sign-in.ts');
    const { promise: hasCode, resolve: told } = Promise.withResolvers<void>();
    const identity = await Made.of(way, {
      cloud: chosen,
      ca: this.#ca,
      onCode: (code) => {
        if (attempt.signal.aborted) return;
        this.#code = code;
        told();
      },
    });
    const signedIn = identity.signIn(attempt.signal).then(
      () => {
        if (attempt.signal.aborted) return;
        this.#identity = identity;
        this.#code = undefined;
        this.onSignedIn();
      },
      (error: unknown) => {
        if (attempt.signal.aborted) return;
        this.#code = undefined;
        this.#error = error instanceof Error ? error.message : String(error);
        throw error;
      },
    );
    // With a code it goes on behind the answer; what comes of it is in the state.
    signedIn.catch(() => undefined);
    await Promise.race([signedIn, hasCode]);
    return this.state;
  }

  out(): void {
    this.#attempt.abort(new Error('the sign-in was given up'));
    this.#attempt = new AbortController();
    this.#identity = this.#code = this.#error = undefined;
  }

  get current(): Identity | undefined {
    return this.#identity;
  }

  /** AppError SIGN_IN when nobody is signed in. */
  get identity(): Identity {
    if (this.#identity === undefined) throw new AppError('SIGN_IN', { reason: 'sign in first' });
    return this.#identity;
  }

  /** For work that goes on after a restart: the machine's own sign-in needs nobody. AppError SIGN_IN. */
  async again(way: SignInWay['kind']): Promise<Identity> {
    if (this.#identity === undefined && way === 'machine') await this.begin({ kind: 'machine' });
    return this.identity;
  }
}

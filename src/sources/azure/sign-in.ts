/**
 * Who asks Azure: the sign-in of this machine (environment, managed identity, az login …), a person with a code, or an
 * application with its secret. Tokens and secrets live in memory alone, inside Azure's library; nothing here is logged.
 */
import type { AccessToken, DeviceCodeCredential, TokenCredential } from '@azure/identity';
import { AppError } from '#base/errors.ts';
import { type Cloud, STORAGE_SCOPE } from './cloud.ts';
import { serviceClient } from './service-client.ts';
import { signInWords } from './sign-in-words.ts';

export type SignInWay =
  | { readonly kind: 'machine'; readonly tenant?: string | undefined }
  | { readonly kind: 'code'; readonly tenant?: string | undefined; readonly client?: string | undefined }
  | { readonly kind: 'application'; readonly tenant: string; readonly client: string; readonly secret: string };

/** What a person is to type, and where. */
export interface DeviceCode {
  readonly url: string;
  readonly code: string;
}

export interface SignInOptions {
  readonly cloud: Cloud;
  readonly ca?: string | undefined;
  readonly onCode?: (code: DeviceCode) => void;
}

const TENANT = /^[A-Za-z0-9.-]{1,253}$/;
const CLIENT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One sign-in. Tokens are asked for as they are needed, and anew before they end. */
export class Identity {
  readonly cloud: Cloud;
  readonly way: SignInWay['kind'];
  readonly credential: TokenCredential;
  readonly ca: string | undefined;
  #name: string | undefined;

  private constructor(credential: TokenCredential, way: SignInWay['kind'], cloud: Cloud, ca: string | undefined) {
    this.credential = credential;
    this.way = way;
    this.cloud = cloud;
    this.ca = ca;
  }

  /** AppError USAGE for what is no tenant or application. Nothing is asked yet. */
  static async of(way: SignInWay, { cloud, ca, onCode }: SignInOptions): Promise<Identity> {
    checkWay(way);
    const library = await import('@azure/identity');
    const options = {
      authorityHost: cloud.authority,
      disableInstanceDiscovery: cloud.ownAuthority,
      httpClient: serviceClient({ ca }),
      ...(way.tenant === undefined ? {} : { tenantId: way.tenant }),
    };
    switch (way.kind) {
      case 'machine':
        return new Identity(new library.DefaultAzureCredential(options), way.kind, cloud, ca);
      case 'code': {
        const credential = new library.DeviceCodeCredential({
          ...options,
          // Later tokens are asked for in silence: nobody would see another code.
          disableAutomaticAuthentication: true,
          ...(way.client === undefined ? {} : { clientId: way.client }),
          userPromptCallback: ({ verificationUri, userCode }) => onCode?.({ url: verificationUri, code: userCode }),
        });
        return new Identity(credential, way.kind, cloud, ca);
      }
      case 'application': {
        const credential = new library.ClientSecretCredential(way.tenant, way.client, way.secret, options);
        return new Identity(credential, way.kind, cloud, ca);
      }
    }
  }

  /** As the tokens tell: a user's name or an application's number. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Signs in for managing resources. AppError SIGN_IN. */
  async signIn(signal?: AbortSignal): Promise<void> {
    if ('authenticate' in this.credential) {
      const { authenticate } = this.credential as DeviceCodeCredential;
      try {
        await authenticate.call(
          this.credential,
          this.cloud.managementScope,
          signal === undefined ? {} : { abortSignal: signal },
        );
      } catch (error) {
        signal?.throwIfAborted();
        throw failure(error);
      }
    }
    await this.managementToken(signal);
  }

  managementToken(signal?: AbortSignal): Promise<string> {
    return this.#token(this.cloud.managementScope, signal);
  }

  storageToken(signal?: AbortSignal): Promise<string> {
    return this.#token(STORAGE_SCOPE, signal);
  }

  /** For Azure's libraries: failures are in words. */
  get tokens(): TokenCredential {
    return {
      getToken: async (scopes, options) => {
        try {
          // The library keeps tokens of continuous access evaluation apart: a person would have to sign in twice.
          return await this.credential.getToken(scopes, { ...options, enableCae: false });
        } catch (error) {
          throw failure(error);
        }
      },
    };
  }

  async #token(scope: string, signal: AbortSignal | undefined): Promise<string> {
    let token: AccessToken | null;
    try {
      token = await this.credential.getToken(scope, signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw failure(error);
    }
    if (token === null) throw new AppError('SIGN_IN', { reason: signInWords('', true) });
    this.#name ??= nameIn(token.token);
    return token.token;
  }
}

/** AADSTS numbers and kinds of errors are told in our words: the library's may hold what is not for logs. */
function failure(error: unknown): Error {
  if (error instanceof AppError) return error;
  const { name = '', message = '', code = '' } = error as { name?: string; message?: string; code?: string };
  const text = `${message} ${code}`;
  const told =
    /AADSTS\d{4,8}/.exec(text)?.[0] ??
    /\b(authorization_declined|expired_token|code_expired|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|SELF_SIGNED\w*|DEPTH_ZERO\w*|UNABLE_TO_VERIFY\w*|endpoints_resolution_error|device_code_expired)\b/.exec(
      text,
    )?.[0] ??
    (name === 'AuthenticationRequiredError' ? name : '');
  return new AppError('SIGN_IN', {
    reason: signInWords(told, /CredentialUnavailable|AggregateAuthentication/.test(name)),
  });
}

function checkWay(way: SignInWay): void {
  if (way.tenant !== undefined && !TENANT.test(way.tenant))
    throw new AppError('USAGE', { message: 'a tenant is a domain such as contoso.com or its number (directory ID)' });
  if (way.kind !== 'machine' && way.client !== undefined && !CLIENT.test(way.client))
    throw new AppError('USAGE', {
      message: "an application's client ID looks like 00000000-0000-0000-0000-000000000000",
    });
  if (way.kind === 'application' && way.secret === '')
    throw new AppError('USAGE', { message: "the application's secret is missing" });
}

/** Claims of an access token that say whose it is (Microsoft identity platform, access token claims). */
function nameIn(token: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    for (const key of ['upn', 'preferred_username', 'unique_name', 'app_displayname', 'appid', 'oid']) {
      const value = claims[key];
      if (typeof value === 'string' && value !== '') return value.replace(/\p{Cc}/gu, '').slice(0, 200);
    }
  } catch {}
  return undefined;
}

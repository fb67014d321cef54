/**
 * A stand-in for Microsoft Entra's token endpoint (OAuth 2.0 v2.0: client credentials, device code, refresh token), as Azure's library
 * speaks to it. Written from "Microsoft identity platform and the OAuth 2.0 … flow" (learn.microsoft.com); tokens are not signed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const TENANT = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
export const CLIENT = 'cccccccc-1111-4222-8333-dddddddddddd';
export const SECRET = 'secret~of-the-tests~0123456789';
const USER = 'engineer@plant.example';

const now = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Entra {
  /** a person has typed the code */
  approved = false;
  /** all tokens that were given */
  readonly tokens: string[] = [];
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** True when the request was for it. */
  answer(request: IncomingMessage, path: string, body: string, response: ServerResponse): boolean {
    const found = /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|oauth2\/v2\.0\/(token|devicecode))$/.exec(
      path,
    );
    if (found === null) return false;
    const [, tenant = '', what = ''] = found;
    if (tenant !== TENANT && tenant !== 'organizations' && tenant !== 'common') {
      this.#refuse(response, 400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
      return true;
    }
    const form = new URLSearchParams(body);
    if (what.startsWith('v2.0')) this.#discovery(tenant, response);
    else if (what.endsWith('devicecode')) this.#deviceCode(response);
    else this.#token(form, response);
    request.resume();
    return true;
  }

  #discovery(tenant: string, response: ServerResponse): undefined {
    const base = `${this.#origin()}/${tenant}`;
    json(response, 200, {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      response_types_supported: ['code'],
      tenant_region_scope: null,
    });
  }

  #deviceCode(response: ServerResponse): undefined {
    json(response, 200, {
      user_code: 'ABCD-EFGH',
      device_code: 'device-code-of-the-tests',
      verification_uri: 'https://microsoft.com/devicelogin',
      expires_in: 900,
      interval: 1,
      message: 'To sign in, use a web browser …',
    });
  }

  #token(form: URLSearchParams, response: ServerResponse): undefined {
    const grant = form.get('grant_type');
    const scope = form.get('scope') ?? '';
    switch (grant) {
      case 'client_credentials':
        if (form.get('client_id') !== CLIENT)
          return this.#refuse(
            response,
            400,
            'unauthorized_client',
            700016,
            'Application was not found in the directory.',
          );
        if (form.get('client_secret') !== SECRET)
          return this.#refuse(response, 401, 'invalid_client', 7000215, 'Invalid client secret provided.');
        return this.#give(response, scope, { appid: CLIENT });
      case 'urn:ietf:params:oauth:grant-type:device_code':
      case 'device_code':
        if (!this.approved)
          return this.#refuse(response, 400, 'authorization_pending', 70016, 'Pending end-user authorization.');
        return this.#give(response, scope, { upn: USER }, true);
      case 'refresh_token':
        return this.#give(response, scope, { upn: USER }, true);
      default:
        return this.#refuse(response, 400, 'unsupported_grant_type', 70003, 'The grant type is not supported.');
    }
  }

  #give(response: ServerResponse, scope: string, who: Readonly<Record<string, string>>, person = false): undefined {
    const audience = scope.includes('storage.azure.com')
      ? 'https://storage.azure.com'
      : 'https://management.azure.com/';
    const times = { iat: now() - 60, nbf: now() - 60, exp: now() + 3600 };
    const claims = {
      ...who,
      ...times,
      aud: audience,
      iss: `https://sts.windows.net/${TENANT}/`,
      tid: TENANT,
      oid: 'o1',
      sub: 's1',
    };
    const token = `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${Buffer.from('unsigned').toString('base64url')}`;
    this.tokens.push(token);
    const id = {
      ...times,
      aud: CLIENT,
      iss: `${this.#origin()}/${TENANT}/v2.0`,
      tid: TENANT,
      oid: 'o1',
      sub: 's1',
      preferred_username: USER,
      ver: '2.0',
    };
    json(response, 200, {
      token_type: 'Bearer',
      expires_in: 3600,
      ext_expires_in: 3600,
      scope,
      access_token: token,
      ...(person
        ? {
            refresh_token: 'refresh-token-of-the-tests',
            id_token: `${part({ typ: 'JWT', alg: 'RS256' })}.${part(id)}.eA`,
            client_info: part({ uid: 'o1', utid: TENANT }),
          }
        : {}),
    });
  }

  #refuse(response: ServerResponse, status: number, error: string, number: number, words: string): undefined {
    json(response, status, {
      error,
      error_description: `AADSTS${number}: ${words} Trace ID: 0 Correlation ID: 0 Timestamp: ${new Date().toISOString()}`,
      error_codes: [number],
    });
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): undefined {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

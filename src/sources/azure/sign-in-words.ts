/** What a failed sign-in means and what to do, by Microsoft Entra's error codes (learn.microsoft.com, AADSTS error codes). */

const WORDS: Readonly<Record<string, string>> = {
  AADSTS7000215: "the application's secret is not right: copy the secret's value, not its ID",
  AADSTS7000222: "the application's secret has expired: make a new one in Entra, under Certificates & secrets",
  AADSTS700016: 'there is no application of this client ID in this tenant: check both',
  AADSTS90002: 'there is no such tenant: check the directory ID or its domain, and which cloud it is in',
  AADSTS900023: 'that is no tenant: use the directory ID or its domain',
  AADSTS50020: 'this user is not of this tenant: sign in with another, or name the right tenant',
  AADSTS50034: 'there is no such user in this tenant',
  AADSTS50057: 'this user is disabled',
  AADSTS50076: 'this user must sign in with a second factor: sign in with a code instead',
  AADSTS50079: 'this user must set up a second factor first: sign in once at https://portal.azure.com',
  AADSTS50105: 'this user is not assigned to the application: ask its administrator',
  AADSTS53003:
    'a Conditional Access policy of the tenant forbids this sign-in: sign in another way, or ask its administrator',
  AADSTS530036:
    'a Conditional Access policy of the tenant forbids signing in with a code: use az login or an application',
  AADSTS65001: 'nobody has agreed that this application may ask Azure: an administrator must consent',
  AADSTS70011: 'the cloud does not know what was asked for: is it the right cloud?',
  AADSTS500011: 'the cloud does not know what was asked for: is it the right cloud?',
  AADSTS70016: 'nobody has typed the code yet',
  AADSTS70020: 'the code was not typed in time: start the sign-in again',
  AADSTS7000218: 'this application may not sign in with a code: allow public client flows in Entra, or use its secret',
  AADSTS700082: 'the sign-in has ended, as it was not used for long: sign in again',
  AADSTS50173: 'the sign-in has ended, as the password was changed: sign in again',
  AADSTS50132: 'the sign-in has ended: sign in again',
  AADSTS90033: 'Microsoft Entra cannot answer now: try again in a minute',
  AuthenticationRequiredError: 'the sign-in has ended: sign in again',
  authorization_declined: 'the sign-in was declined',
  expired_token: 'the code was not typed in time: start the sign-in again',
  code_expired: 'the code was not typed in time: start the sign-in again',
  device_code_expired: 'the code was not typed in time: start the sign-in again',
  ENOTFOUND: 'the sign-in service cannot be found: is this machine online?',
  EAI_AGAIN: 'the sign-in service cannot be found: is this machine online?',
  ECONNREFUSED: 'the sign-in service does not answer',
  ECONNRESET: 'the connection to the sign-in service was lost: try again',
  ETIMEDOUT: 'the sign-in service does not answer in time: is this machine online?',
  endpoints_resolution_error:
    'the sign-in service does not know this tenant, or cannot be reached: check the directory ID or domain, the cloud, and that this machine is online',
};

const NOBODY =
  'nobody is signed in to Azure on this machine: run "az login" first, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or sign in with a code';

/** `told`: an AADSTS number or the name of an error, '' for none. `unavailable`: no way of the machine's worked at all. */
export function signInWords(told: string, unavailable: boolean): string {
  const known = WORDS[told];
  if (known !== undefined) return /^AADSTS/.test(told) ? `${known} (${told})` : known;
  if (/SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_VERIFY/.test(told))
    return 'the certificate of the sign-in service is signed by nobody known: a proxy may stand between (NODE_EXTRA_CA_CERTS names its authority)';
  if (told !== '') return `Microsoft Entra refuses the sign-in (${told})`;
  return unavailable ? NOBODY : 'Microsoft Entra refuses the sign-in: check tenant, client ID and secret';
}

/**
 * What a refusal of Azure Resource Manager means and what to do, by its status and error code ({"error":{"code","message"}},
 * "Common API error codes" and the codes of Network Watcher, learn.microsoft.com). Its own message is given where ours would say
 * less: it holds no secret, as none is sent to it but the token.
 */
export interface ArmRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** what was to be done: "read", "start a capture" … */
  readonly doing: string;
}

const WORDS: Readonly<Record<string, string>> = {
  SubscriptionNotFound: 'there is no such subscription, or the signed-in user may not see it',
  SubscriptionNotRegistered:
    'the subscription is not registered for Microsoft.Network: register it in the portal, under Resource providers',
  MissingSubscriptionRegistration:
    'the subscription is not registered for Microsoft.Network: register it in the portal, under Resource providers',
  ReadOnlyDisabledSubscription: 'the subscription is disabled: it can only be read',
  ResourceGroupNotFound:
    'there is no such resource group: check its name (Network Watchers are usually in NetworkWatcherRG)',
  InvalidAuthenticationToken: 'the sign-in has ended or is of another cloud: sign in again',
  ExpiredAuthenticationToken: 'the sign-in has ended: sign in again',
  InvalidAuthenticationTokenTenant:
    'the subscription is of another tenant than the sign-in: sign in again and name its tenant',
  VMAgentStatusCommunicationError: 'the virtual machine does not answer: is it running, and is its agent well?',
  VmNotRunning: 'the virtual machine is not running: start it first',
  OperationNotAllowed: 'this is not possible now',
  PacketCaptureLimitReached:
    'there are as many capture sessions as Network Watcher allows: delete some first (blobs stay)',
  PacketCaptureCountLimitReached:
    'there are as many capture sessions as Network Watcher allows: delete some first (blobs stay)',
  AnotherOperationInProgress: 'another operation on it is under way: try again in a minute',
};

/** The codes that say that the machine lacks the agent's extension. */
const NO_AGENT = /VmExtension|NetworkWatcherAgent|AgentNotInstalled|extension/i;

/** One sentence for the user. */
export function armWords({ status, code, message, doing }: ArmRefusal): string {
  if (status === 404 && code === 'ResourceNotFound' && /packetCaptures/i.test(message))
    return 'there is no such capture session: it may have been deleted';
  if (status === 404 && code === 'ResourceNotFound' && /networkWatchers/i.test(message))
    return 'there is no such Network Watcher: it must be the one of the region of the machine';
  if (NO_AGENT.test(code))
    return 'the virtual machine lacks the extension AzureNetworkWatcherExtension: install it (portal: Extensions), then try again';
  const known = WORDS[code];
  if (known !== undefined) return withMessage(known, message, code === 'OperationNotAllowed');
  const told = code === '' ? `${status}` : `${status} ${code}`;
  switch (status) {
    case 400:
      return withMessage(`Azure does not accept this (${told})`, message, true);
    case 401:
      return `the sign-in is not accepted (${told}): sign in again`;
    case 403:
      return `the signed-in user may not ${doing} (${told}): the role "Network Contributor", or one with Microsoft.Network/networkWatchers/packetCaptures/*, is needed; ask whoever owns the subscription`;
    case 404:
      return withMessage(`it is not there (${told})`, message, true);
    case 409:
      return withMessage(`it cannot be done now (${told})`, message, true);
    case 429:
      return `Azure is asked too often (${told}): try again in a few minutes`;
    default:
      return status >= 500
        ? `Azure has a fault of its own (${told}): try again later`
        : withMessage(`Azure answers ${told}`, message, true);
  }
}

const LONGEST = 300;

/** Azure's own sentence behind ours, on one line. */
function withMessage(words: string, message: string, wanted: boolean): string {
  const line = message.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return wanted && line !== '' ? `${words}: ${line.slice(0, LONGEST)}` : words;
}

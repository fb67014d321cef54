/**
 * What a server's refusal means and what to do, by its status and, for Azure's storage, its error code ("Common REST API
 * error codes" and "Blob service error codes", learn.microsoft.com). Server texts are not passed on: they may hold secrets.
 */

export interface Refusal {
  readonly status: number;
  /** x-ms-error-code, or Code in the body; '' elsewhere */
  readonly code: string;
  readonly hasSignature: boolean;
  readonly isAzure: boolean;
}

const AZURE: Readonly<Record<string, string>> = {
  AuthenticationFailed:
    'Azure does not accept the signature: copy the whole link again, from https:// to the end of sig=…, and check that it has not ended or been revoked',
  AuthorizationFailure:
    "Azure refuses: the storage account's firewall does not let this machine in, or the signature does not cover this. Allow this machine's address under Networking, or make a new signature",
  AuthorizationPermissionMismatch: 'the signature does not allow reading: ask for one with read permission (sp=r)',
  AuthorizationSourceIPMismatch:
    'the signature is for other addresses than the one this machine is seen with: ask for one without sip, or with this address',
  AuthorizationProtocolMismatch: 'the signature is for https only: start the link with https://',
  AuthorizationResourceTypeMismatch:
    'the account signature does not cover objects: ask for one with resource type "object" (srt=o)',
  AuthorizationServiceMismatch: 'the account signature does not cover blobs: ask for one with service "blob" (ss=b)',
  InsufficientAccountPermissions: 'whoever signed may not read this account',
  InvalidAuthenticationInfo: 'the signature cannot be read: copy the whole link again',
  KeyBasedAuthenticationNotPermitted:
    'the storage account takes no account keys: ask for a user delegation SAS, or sign in with Microsoft Entra',
  NoAuthenticationInformation: 'the link has no signature and the blob is not public: ask for a link with a SAS',
  PublicAccessNotPermitted: 'the storage account is not public: ask for a link with a SAS',
  AccountIsDisabled: 'the storage account is disabled',
  ResourceNotFound: 'there is no such blob or container: check the path',
  BlobNotFound:
    "there is no such blob. A capture of Network Watcher appears only after its session has ended; the path is in the session's details",
  ContainerNotFound: 'there is no such container: check the path',
  BlobArchived: 'the blob is in the archive tier: change its tier to hot or cool first, which takes hours',
  BlobBeingRehydrated: 'the blob is being brought back from the archive: try again later',
  InvalidQueryParameterValue: 'a part of the link is not as Azure expects it: copy the whole link again',
  InvalidUri: 'the link is not as Azure expects it: copy the whole link again',
  UnsupportedHttpVerb: 'this link is not of a blob',
};

/** One sentence for the user. */
export function refusalWords({ status, code, hasSignature, isAzure }: Refusal): string {
  const known = AZURE[code];
  if (known !== undefined) return known;
  const told = code === '' ? `${status}` : `${status} ${code}`;
  switch (status) {
    case 400:
      return `the server does not understand the link (${told}): copy it again, whole`;
    case 401:
      return `the server wants a sign-in (${told}): use a link that needs none, such as one with a SAS`;
    case 403:
      return isAzure && !hasSignature
        ? `the blob is not public (${told}): ask for a link with a SAS`
        : `the server refuses (${told}): the link may have ended or may not be yours to use`;
    case 404:
      return isAzure && !hasSignature
        ? `there is no such blob, or it is not public (${told}): check the path, or use a link with a SAS`
        : `there is nothing at this address (${told}): check the path`;
    case 409:
      return `the server cannot give it now (${told})`;
    case 410:
      return `it was removed (${told})`;
    case 412:
      return 'the file was changed while it was being fetched: try again when nobody writes to it';
    case 416:
      return 'the file became shorter while it was being fetched: try again when nobody writes to it';
    case 429:
      return `the server is asked too often (${told}): try again later`;
    default:
      return status >= 500
        ? `the server has a fault of its own (${told}): try again later`
        : `the server answers ${told}`;
  }
}

/**
 * Services and makers by what they write into certificates of their own making, which name no host: attributes of the subject as
 * tls.cert.subject has them. From the programs' and devices' documentation of their default certificates.
 */

/** attribute of the subject → service */
export const CERTIFICATE_SERVICES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'CN=AnyDesk Client': 'anydesk',
    'O=philandro Software GmbH': 'anydesk',
    'O=AnyDesk Software GmbH': 'anydesk',
    'O=Fortinet': 'fortinet',
    'O=Fortinet Ltd.': 'fortinet',
    'O=Philips Hue': 'philips hue',
    'O=Private Internet Access': 'private internet access',
    'O=QNAP Systems Inc.': 'qnap',
    'O=QNAP Systems\\, Inc.': 'qnap',
    'O=Sonos\\, Inc.': 'sonos',
    'CN=SplunkServerDefaultCert': 'splunk',
    'O=Synology Inc.': 'synology',
    'O=Ubiquiti Inc.': 'ubiquiti',
    'O=ubnt.com': 'ubiquiti',
    'O=VMware Installer': 'vmware',
  }),
);

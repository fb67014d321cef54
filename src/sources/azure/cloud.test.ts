import { expect, test } from 'vitest';
import { cloudOf, cloudSettings } from './cloud.ts';

test.each([
  ['public', 'https://login.microsoftonline.com', 'https://management.azure.com', 'core.windows.net'],
  ['china', 'https://login.chinacloudapi.cn', 'https://management.chinacloudapi.cn', 'core.chinacloudapi.cn'],
  [
    'usgovernment',
    'https://login.microsoftonline.us',
    'https://management.usgovcloudapi.net',
    'core.usgovcloudapi.net',
  ],
])('the cloud "%s" has its own sign-in, management and storage', (cloud, authority, resourceManager, storageSuffix) => {
  const found = cloudOf({ cloud });
  expect(found).toMatchObject({ authority, resourceManager, storageSuffix, ownAuthority: false });
  expect(found.managementScope).toBe(`${resourceManager}/.default`);
});

test('addresses come from the environment alone, and are https', () => {
  const env = {
    CAPSCOPE_AZURE_CLOUD: 'china',
    CAPSCOPE_AZURE_AUTHORITY: 'https://login.example:8443/',
    CAPSCOPE_AZURE_RESOURCE_MANAGER: '',
  };
  expect(cloudOf(cloudSettings(env))).toMatchObject({
    name: 'Azure China',
    authority: 'https://login.example:8443',
    resourceManager: 'https://management.chinacloudapi.cn',
    ownAuthority: true,
  });
  expect(() => cloudOf({ cloud: 'mars' })).toThrow(
    'there is no cloud "mars": it is one of public, china, usgovernment',
  );
  for (const resourceManager of ['http://management.example', 'management.example', 'https://u@management.example'])
    expect(() => cloudOf({ resourceManager })).toThrow(
      "the address of Azure's resource manager should look like https://",
    );
});

/**
 * Interfaces of DCE/RPC by UUID: C706 (endpoint mapper, remote management) and §1.9 of Microsoft's protocol documents, each named in
 * brackets; names as administrators know them from pipes and tools.
 */

// biome-ignore format: a line an interface
const INTERFACES: ReadonlyMap<string, string> = new Map([
  ['e1af8308-5d1f-11c9-91a4-08002b14a0fa', 'epmapper'], // C706
  ['afa8bd80-7d8a-11c9-bef4-08002b102989', 'mgmt'], // C706
  ['12345778-1234-abcd-ef00-0123456789ac', 'samr'], // MS-SAMR
  ['12345778-1234-abcd-ef00-0123456789ab', 'lsarpc'], // MS-LSAD
  ['12345678-1234-abcd-ef00-01234567cffb', 'netlogon'], // MS-NRPC
  ['e3514235-4b06-11d1-ab04-00c04fc2dcd2', 'drsuapi'], // MS-DRSR
  ['3919286a-b10c-11d0-9ba8-00c04fd92ef5', 'dssetup'], // MS-DSSP
  ['3dde7c30-165d-11d1-ab8f-00805f14db40', 'backupkey'], // MS-BKRP
  ['4b324fc8-1670-01d3-1278-5a47bf6ee188', 'srvsvc'], // MS-SRVS
  ['6bffd098-a112-3610-9833-46c3f87e345a', 'wkssvc'], // MS-WKST
  ['367abb81-9844-35f1-ad32-98f038001003', 'svcctl'], // MS-SCMR
  ['338cd001-2244-31f1-aaaa-900038001003', 'winreg'], // MS-RRP
  ['12345678-1234-abcd-ef00-0123456789ab', 'spoolss'], // MS-RPRN
  ['76f03f96-cdfd-44fc-a22c-64950a001209', 'iremotewinspool'], // MS-PAR
  ['1ff70682-0a51-30e8-076d-740be8cee98b', 'atsvc'], // MS-TSCH
  ['378e52b0-c0a9-11cf-822d-00aa0051e40f', 'sasec'], // MS-TSCH
  ['86d35949-83c9-4044-b424-db363231fd0c', 'itaskschedulerservice'], // MS-TSCH
  ['82273fdc-e32a-18c3-3f78-827929dc23ea', 'eventlog'], // MS-EVEN
  ['f6beaff7-1e19-4fbb-9f8f-b89e2018337c', 'ieventservice'], // MS-EVEN6
  ['99fcfec4-5260-101b-bbcb-00aa0021347a', 'iobjectexporter'], // MS-DCOM
  ['000001a0-0000-0000-c000-000000000046', 'iremotescmactivator'], // MS-DCOM
  ['4d9f4ab8-7d1c-11cf-861e-0020af6e7c57', 'iactivation'], // MS-DCOM
  ['00000131-0000-0000-c000-000000000046', 'iremunknown'], // MS-DCOM
  ['00000143-0000-0000-c000-000000000046', 'iremunknown2'], // MS-DCOM
  ['f309ad18-d86a-11d0-a075-00c04fb68820', 'iwbemlevel1login'], // MS-WMI
  ['d4781cd6-e5d3-44df-ad94-930efe48a887', 'iwbemloginclientid'], // MS-WMI
  ['9556dc99-828c-11cf-a37e-00aa003240c7', 'iwbemservices'], // MS-WMI
  ['027947e1-d731-11ce-a357-000000000001', 'ienumwbemclassobject'], // MS-WMI
  ['50abc2a4-574d-40b3-9d66-ee4fd5fba076', 'dnsserver'], // MS-DNSP
  ['4fc742e0-4a10-11cf-8273-00aa004ae673', 'netdfs'], // MS-DFSNM
  ['897e2e5f-93f3-4376-9c9c-fd2277495c27', 'frstransport'], // MS-FRS2
  ['f5cc59b4-4264-101a-8c59-08002b2f8426', 'frsrpc'], // MS-FRS1
  ['300f3532-38cc-11d0-a3f0-0020af6b0add', 'trkwks'], // MS-DLTW
  ['c681d488-d850-11d0-8c52-00c04fd90f7e', 'efsrpc'], // MS-EFSR
  ['df1941c5-fe89-4e79-bf10-463657acf44d', 'efsrpc'], // MS-EFSR
  ['a8e0653c-2744-4389-a61d-7373df8b2292', 'fileservervssagent'], // MS-FSRVP
  ['894de0c0-0d55-11d3-a322-00c04fa321a1', 'initshutdown'], // MS-RSP
  ['d95afe70-a6d5-4259-822e-2c84da1ddb0d', 'windowsshutdown'], // MS-RSP
  ['2f5f6520-ca46-1067-b319-00dd010662da', 'tapsrv'], // MS-TRP
  ['6b5bdd1e-528c-422c-af8c-a4079be4fe48', 'remotefw'], // MS-FASP
  ['45f52c28-7f9f-101a-b52b-08002b2efabe', 'winsif'], // MS-RAIW
  ['91ae6020-9e3c-11cf-8d7c-00aa00c091be', 'icertpassage'], // MS-ICPR
  ['d99e6e70-fc88-11d0-b498-00a0c90312f3', 'icertrequestd'], // MS-WCCE
  ['5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc', 'msgsvcsend'], // MS-MSRP
  ['484809d6-4239-471b-b5bc-61df8c23ac48', 'termsrvsession'], // MS-TSTS
  ['fdb3a030-065f-11d1-bb9b-00a024ea5525', 'qmcomm'], // MS-MQMP
  ['f5cc5a18-4264-101a-8c59-08002b2f8426', 'nspi'], // MS-NSPI
  ['a4f1db00-ca47-1067-b31f-00dd010662da', 'emsmdb'], // MS-OXCRPC
  ['1544f5e0-613c-11d1-93df-00c04fd7bd09', 'rfri'], // MS-OXABREF
]);

/** Name of an interface, its UUID in small letters; the UUID itself where it is not known. */
export function dcerpcInterface(uuid: string): string {
  return INTERFACES.get(uuid) ?? uuid;
}

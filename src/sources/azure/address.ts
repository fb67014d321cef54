/** Addresses of storage as users give them. */

export const isConnectionString = (text: string): boolean =>
  /(^|;)\s*(AccountName|AccountKey|SharedAccessSignature|BlobEndpoint|UseDevelopmentStorage)=/i.test(text);

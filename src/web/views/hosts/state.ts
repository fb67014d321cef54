/** What the hosts view chooses for itself. */
export const HOSTS = { host: '', sort: 'bytes', order: 'down', groups: '' } as const;

/** Filters of the flows that have a view of their own. */
export const TLS = 'tls.version or tls.sni or tls.ja4';
export const DNS = 'dns.query or dns.type or dns.rcode';
export const HTTP = 'http.method or http.status';
/** told by a log */
export const LOGGED = 'source';

/** First request and response of HTTP. */
import { type Field, field, G } from './field.ts';

export const HTTP_FIELDS: readonly Field[] = [
  field('HTTP', 'http.method', 'text', 'HTTP method', 'method of the first request', {
    ...G,
    fact: 'text',
    aliases: ['http.request.method'],
  }),
  field('HTTP', 'http.path', 'text', 'HTTP path', 'target of the first request', {
    ...G,
    fact: 'text',
    aliases: ['http.request.uri'],
  }),
  field('HTTP', 'http.status', 'number', 'HTTP status', 'status code of the first response', {
    ...G,
    fact: 'number',
    aliases: ['http.response.code'],
  }),
  field('HTTP', 'http.user_agent', 'text', 'User agent', 'User-Agent of the first request', { ...G, fact: 'text' }),
  field('HTTP', 'http.content_type', 'text', 'Content type', 'Content-Type of the first response', {
    ...G,
    fact: 'text',
  }),
  field('HTTP', 'http.server', 'text', 'HTTP server', 'Server header of the first response', { ...G, fact: 'text' }),
];

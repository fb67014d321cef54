/** First request and response of HTTP. */
import { type Field, field, G } from './field.ts';

export const HTTP_FIELDS: readonly Field[] = [
  field('HTTP', 'http.method', 'text', 'HTTP method', 'method of the first request', {
    ...G,
    fact: 'text',
    aliases: ['http.request.method', 'http2.headers.method'],
  }),
  field('HTTP', 'http.path', 'text', 'HTTP path', 'target of the first request; of gRPC the service and method', {
    ...G,
    fact: 'text',
    aliases: ['http.request.uri', 'http2.headers.path'],
  }),
  field('HTTP', 'http.status', 'number', 'HTTP status', 'status code of the first final response', {
    ...G,
    fact: 'number',
    aliases: ['http.response.code', 'http2.headers.status'],
  }),
  field('HTTP', 'http.class', 'enum', 'HTTP status class', 'class of the status code: 1xx, 2xx, 3xx, 4xx, 5xx', {
    ...G,
    derived: true,
  }),
  field('HTTP', 'http.version', 'text', 'HTTP version', 'version of the first request: 1.0, 1.1, 2', {
    ...G,
    fact: 'text',
    aliases: ['http.request.version'],
  }),
  field('HTTP', 'http.user_agent', 'text', 'User agent', 'User-Agent of the first request', { ...G, fact: 'text' }),
  field('HTTP', 'http.referer', 'text', 'Referer', 'Referer of the first request', { ...G, fact: 'text' }),
  field(
    'HTTP',
    'http.content_type',
    'text',
    'Content type',
    'Content-Type of the first response, without its parameters',
    {
      ...G,
      fact: 'text',
    },
  ),
  field('HTTP', 'http.length', 'bytes', 'Content length', 'Content-Length of the first response, in bytes', {
    fact: 'number',
    aliases: ['http.content_length'],
  }),
  field('HTTP', 'http.server', 'text', 'HTTP server', 'Server header of the first response', { ...G, fact: 'text' }),
  field('HTTP', 'http.location', 'text', 'Redirected to', 'Location header of the first response', {
    ...G,
    fact: 'text',
  }),
  field('HTTP', 'http.auth', 'text', 'HTTP login', 'scheme of the first Authorization header: Basic, Bearer, NTLM, …', {
    ...G,
    fact: 'text',
  }),
  field(
    'HTTP',
    'http.hosts',
    'text',
    'Hosts asked for',
    'all hosts asked for in the flow, where there are several, separated by spaces',
    {
      fact: 'text',
      many: true,
    },
  ),
  field(
    'HTTP',
    'http.worst',
    'number',
    'Worst HTTP status',
    'highest status code of the final responses in the flow, where there are several',
    {
      ...G,
      fact: 'number',
    },
  ),
  field('HTTP', 'grpc.methods', 'text', 'gRPC methods', 'services and methods called by gRPC, separated by spaces', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('HTTP', 'grpc.status', 'text', 'gRPC status', 'codes that calls by gRPC ended with, separated by spaces', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['grpc.status_code'],
  }),
  field('HTTP', 'http.requests', 'count', 'HTTP requests', 'requests seen in the flow', { fact: 'number' }),
  field('HTTP', 'http.responses', 'count', 'HTTP responses', 'final responses seen among the packets inspected', {
    fact: 'number',
  }),
];

/** The API's description, OpenAPI 3.1, written from the endpoints' schemas. */
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { ErrorReply } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

export function openApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = operation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Capscope',
      version,
      description: 'Datasets of packet captures, their imports, and questions to them.',
    },
    paths,
  };
}

function operation(endpoint: Endpoint): Json {
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')];
  const body = requestBody(endpoint);
  return {
    summary: endpoint.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      [String(endpoint.status ?? 200)]: { description: endpoint.summary, content: replyContent(endpoint) },
      default: {
        description: 'What went wrong',
        content: { 'application/json': { schema: schemaOf(ErrorReply, 'output') } },
      },
    },
  };
}

function requestBody(endpoint: Endpoint): Json | undefined {
  if (endpoint.stream !== undefined)
    return { required: true, content: { [endpoint.stream]: { schema: { type: 'string', format: 'binary' } } } };
  if (endpoint.body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } };
}

function replyContent(endpoint: Endpoint): Json {
  if (endpoint.reply === undefined)
    return { [endpoint.replyType ?? 'application/octet-stream']: { schema: { type: 'string' } } };
  return { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } };
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...type }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: type,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}

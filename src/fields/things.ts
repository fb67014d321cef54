/** Things and industry. */
import { type Field, field, G } from './field.ts';

export const THINGS_FIELDS: readonly Field[] = [
  field('Things and industry', 'mqtt.client', 'text', 'MQTT client', 'client identifier', {
    ...G,
    fact: 'text',
    aliases: ['mqtt.clientid'],
  }),
  field('Things and industry', 'mqtt.version', 'text', 'MQTT version', '3.1, 3.1.1 or 5.0', {
    ...G,
    fact: 'text',
    aliases: ['mqtt.ver'],
  }),
  field(
    'Things and industry',
    'mqtt.topics',
    'text',
    'MQTT topics',
    'topics published and subscribed to, the first few',
    {
      ...G,
      fact: 'text',
      many: true,
      aliases: ['mqtt.topic'],
    },
  ),
  field('Things and industry', 'modbus.function', 'text', 'Modbus functions', 'functions seen, by name', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['modbus.func_code'],
  }),
  field('Things and industry', 'modbus.exception', 'text', 'Modbus exceptions', 'exceptions the device answered', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['modbus.exception_code'],
  }),
  field('Things and industry', 'dnp3.function', 'text', 'DNP3 functions', 'application functions seen, by name', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['dnp3.al.func'],
  }),
  field('Things and industry', 's7.function', 'text', 'S7 functions', 'functions of S7comm seen, by name', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['s7comm.param.func'],
  }),
];

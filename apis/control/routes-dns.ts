import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { canonicalName } from '../../common/addresses.ts';
import { type DnsFault, readFaultType } from '../../dns-mock/faults.ts';
import type { DnsServer } from '../../dns-mock/server.ts';
import type { RecordType } from '../../dns-mock/zone.ts';
import { FaultAnswer, FaultsAnswer, NO_CONTENT, RecordsAnswer } from './answers.ts';
import { fail } from './errors.ts';

/** The zone in which every scenario has a name of its own, one that exists nowhere else (RFC 6761 section 6.2). */
export const SCENARIO_ZONE = 'badfe.test';

const RecordBody = Type.Object(
  {
    type: Type.String({ description: 'A, AAAA, CNAME, TXT, …' }),
    value: Type.String(),
    ttl: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, description: 'seconds; 60 if left out' }),
    ),
  },
  { additionalProperties: false },
);
const RecordsBody = Type.Union([
  RecordBody,
  Type.Object({ records: Type.Array(RecordBody, { minItems: 1 }) }, { additionalProperties: false }),
]);
const DEFAULT_TTL = 60;

const NamedRecord = Type.Object({ name: Type.String() });
const ZoneRecordBody = Type.Required(Type.Composite([NamedRecord, RecordBody]));

const ofType = {
  type: Type.Optional(Type.String({ description: 'the QTYPE that it is for; all if left out' })),
};
const word = <W extends string>(fault: W) => Type.Object({ fault: Type.Literal(fault), ...ofType });
const FaultBody = Type.Union([
  word('nxdomain'),
  word('nodata'),
  word('servfail'),
  word('refused'),
  word('no-answer'),
  word('truncate'),
  Type.Object({
    fault: Type.Literal('delay'),
    delayMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
    ...ofType,
  }),
  Type.Object({
    fault: Type.Literal('stale'),
    records: Type.Array(ZoneRecordBody, { minItems: 1 }),
    ...ofType,
  }),
  Type.Object({
    fault: Type.Literal('rotate'),
    answers: Type.Array(Type.Array(Type.String(), { minItems: 1 }), { minItems: 1 }),
    ...ofType,
  }),
]);

const TypeQuery = Type.Object(ofType, { additionalProperties: false });

interface NameParam {
  Params: { name: string };
}

/** The registrar's tools: records and faults of the mock's zones. */
export function addDnsRoutes(app: FastifyInstance, dns: DnsServer): void {
  app.get(
    '/dns/records',
    {
      schema: {
        summary: 'All records, but for those of scenarios in badfe.test',
        response: { 200: RecordsAnswer },
      },
    },
    () => ({
      records: dns.listRecords().filter(isOwn),
    }),
  );

  app.get<NameParam>(
    '/dns/records/:name',
    { schema: { summary: 'The records of one name', response: { 200: RecordsAnswer } } },
    (request) => ({
      records: recordsOf(dns, request.params.name),
    }),
  );

  app.put<NameParam & { Body: Static<typeof RecordsBody> }>(
    '/dns/records/:name',
    {
      schema: { summary: 'Set the records of one name', body: RecordsBody, response: { 200: RecordsAnswer } },
    },
    (request) => {
      const { body } = request;
      const given = 'records' in body ? body.records : [body];
      const records = given.map((record) => ({
        ttl: DEFAULT_TTL,
        ...record,
        type: record.type as RecordType,
      }));
      dns.setRecords(request.params.name, records);
      return { records: recordsOf(dns, request.params.name) };
    },
  );

  app.delete<NameParam>(
    '/dns/records/:name',
    { schema: { summary: 'Remove all records of one name', response: NO_CONTENT } },
    (request, reply) => {
      if (!dns.unsetRecords(request.params.name))
        throw fail('DNS_NO_SUCH_RECORD', { name: request.params.name });
      return reply.code(204).send();
    },
  );

  app.get(
    '/dns/faults',
    {
      schema: { summary: 'The faults in force, but for those of scenarios', response: { 200: FaultsAnswer } },
    },
    () => ({
      faults: dns.listFaults().filter(isOwn),
    }),
  );

  app.put<NameParam & { Body: Static<typeof FaultBody> }>(
    '/dns/faults/:name',
    {
      schema: {
        summary: 'Put a fault in force for one name, or for one type of its records',
        body: FaultBody,
        response: { 200: FaultAnswer },
      },
    },
    (request) => {
      const { type, ...kind } = request.body;
      const { name } = request.params;
      const fault = {
        ...kind,
        ...(type === undefined ? {} : { type: readFaultType(name, type) }),
      } as DnsFault;
      dns.setFault(name, fault);
      return { name, ...fault };
    },
  );

  app.delete<NameParam & { Querystring: Static<typeof TypeQuery> }>(
    '/dns/faults/:name',
    {
      schema: {
        summary: 'End the faults of one name, or the one of one type',
        querystring: TypeQuery,
        response: NO_CONTENT,
      },
    },
    (request, reply) => {
      const { type } = request.query;
      const { name } = request.params;
      if (!dns.clearFault(name, type === undefined ? undefined : readFaultType(name, type)))
        throw fail('DNS_NO_SUCH_FAULT', { name: request.params.name });
      return reply.code(204).send();
    },
  );
}

/** The scenarios' own names would bury what a person has set. */
const isOwn = ({ name }: { name: string }): boolean => !name.endsWith(`.${SCENARIO_ZONE}`);

function recordsOf(dns: DnsServer, name: string) {
  const wanted = canonicalName(name);
  return dns.listRecords().filter((record) => canonicalName(record.name) === wanted);
}

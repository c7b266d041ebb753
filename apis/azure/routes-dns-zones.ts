import type { FastifyInstance, FastifyRequest } from 'fastify';
import { canonicalName } from '../../common/addresses.ts';
import { AzureError } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import {
  absoluteName,
  checkPreconditions,
  describeRecordSet,
  type RecordSet,
  readRecordSet,
  recordSetsOf,
  recordTypeOf,
} from './record-sets.ts';
import { type GroupParams, groupResourceId, IN_GROUP } from './resource-id.ts';
import { DEFAULT_GROUP } from './routes-subscriptions.ts';

const ZONES = `${IN_GROUP}/Microsoft.Network/dnsZones`;

interface Group {
  Params: GroupParams;
}
interface Zone {
  Params: GroupParams & { zone: string };
}
interface OfType {
  Params: Zone['Params'] & { type: string };
}
interface OneSet {
  Params: OfType['Params'] & { name: string };
}

/** The DNS server's zones as `az network dns` has them. */
export function addDnsZoneRoutes(app: FastifyInstance, context: AzureContext): void {
  const { dns } = context.targets;
  const zoneIdOf = (params: GroupParams, zone: string): string =>
    groupResourceId(params, `Microsoft.Network/dnszones/${zone}`);

  /** @throws AzureError 404, which names the zones that there are */
  const findZone = ({ zone }: Zone['Params']): string => {
    const origin = canonicalName(zone);
    if (dns.zones().includes(origin)) return origin;
    const there = dns.zones().join(', ') || 'none';
    const message = `The zone '${zone}' is not one of the mock's, which are: ${there}. Start it with the name that is to be served.`;
    throw new AzureError(404, 'ResourceNotFound', message);
  };
  const setsOf = (origin: string): RecordSet[] => recordSetsOf(dns.listRecords(), origin);

  const describeZone = (params: GroupParams, origin: string) => ({
    id: zoneIdOf(params, origin),
    name: origin,
    type: 'Microsoft.Network/dnszones',
    location: 'global',
    etag: origin,
    tags: {},
    properties: {
      zoneType: 'Public',
      nameServers: [`ns.${origin}.`],
      numberOfRecordSets: setsOf(origin).length,
      maxNumberOfRecordSets: 10_000,
    },
  });

  app.get<{ Params: { subscription: string } }>(
    '/subscriptions/:subscription/providers/Microsoft.Network/dnsZones',
    ({ params }) => ({
      value: dns.zones().map((origin) => describeZone({ ...params, group: DEFAULT_GROUP }, origin)),
    }),
  );
  app.get<Group>(ZONES, ({ params }) => ({
    value: dns.zones().map((origin) => describeZone(params, origin)),
  }));
  app.get<Zone>(`${ZONES}/:zone`, ({ params }) => describeZone(params, findZone(params)));
  // A zone that is there already is created once more without a change, as a runbook would.
  app.put<Zone>(`${ZONES}/:zone`, ({ params }) => describeZone(params, findZone(params)));
  app.delete<Zone>(`${ZONES}/:zone`, ({ params }) => {
    const origin = findZone(params);
    throw new AzureError(
      409,
      'Conflict',
      `The zone '${origin}' is part of the mock. Delete its record sets instead.`,
    );
  });

  for (const all of ['recordsets', 'all'])
    app.get<Zone>(`${ZONES}/:zone/${all}`, ({ params }) => {
      const origin = findZone(params);
      return { value: setsOf(origin).map((set) => describeRecordSet(set, zoneIdOf(params, origin), origin)) };
    });
  app.get<OfType>(`${ZONES}/:zone/:type`, ({ params }) => {
    const origin = findZone(params);
    const type = recordTypeOf(params.type);
    const sets = setsOf(origin).filter((set) => set.type === type);
    return { value: sets.map((set) => describeRecordSet(set, zoneIdOf(params, origin), origin)) };
  });
  addRecordSetRoutes(app, context, { findZone, zoneIdOf, setsOf });
}

interface ZoneReaders {
  findZone(params: Zone['Params']): string;
  zoneIdOf(params: GroupParams, zone: string): string;
  setsOf(origin: string): RecordSet[];
}

function addRecordSetRoutes(app: FastifyInstance, context: AzureContext, zones: ZoneReaders): void {
  const { operations, targets } = context;
  const { dns } = targets;
  const path = `${ZONES}/:zone/:type/:name`;
  const find = (params: OneSet['Params']) => {
    const origin = zones.findZone(params);
    const type = recordTypeOf(params.type);
    const name = params.name.toLowerCase();
    const known = zones.setsOf(origin).find((set) => set.type === type && set.name === name);
    return { origin, type, name, known };
  };

  /** Replaces the records of one name and type and leaves its other types as they are. */
  const replace = (request: FastifyRequest<OneSet>, set: RecordSet, origin: string, isNew: boolean) => {
    const fqdn = absoluteName(set.name, origin);
    const others = zones
      .setsOf(origin)
      .filter((other) => other.name === set.name && other.type !== set.type)
      .flatMap(({ type, ttl, values }) => values.map((value) => ({ type, ttl, value })));
    const own = set.values.map((value) => ({ type: set.type, ttl: set.ttl, value }));
    return operations.start({
      method: request.method,
      type: `Microsoft.Network/dnsZones/${set.type}`,
      name: fqdn,
      resource: `dnsZones/${set.type}/${fqdn}`,
      during: isNew ? 'Creating' : 'Updating',
      failsLater: false,
      immediate: true,
      run: () => dns.setRecords(fqdn, [...others, ...own]),
    });
  };

  app.get<OneSet>(path, ({ params }) => {
    const { origin, known } = find(params);
    if (known === undefined) throw noRecordSet(params);
    return describeRecordSet(known, zones.zoneIdOf(params, origin), origin);
  });

  for (const method of ['PUT', 'PATCH'] as const)
    app.route<OneSet>({
      method,
      url: path,
      handler: async (request, reply) => {
        const { origin, type, name, known } = find(request.params);
        checkPreconditions(conditionsOf(request), known);
        const { ttl, values } = readRecordSet(request.body, type, method === 'PATCH' ? known : undefined);
        const set = { name, type, ttl, values };
        await replace(request, set, origin, known === undefined);
        const stored = zones.setsOf(origin).find((each) => each.type === type && each.name === name) ?? set;
        reply.code(known === undefined ? 201 : 200);
        return describeRecordSet(stored, zones.zoneIdOf(request.params, origin), origin);
      },
    });

  app.delete<OneSet>(path, async (request, reply) => {
    const { origin, type, name, known } = find(request.params);
    if (known === undefined) return reply.code(204).send();
    checkPreconditions(conditionsOf(request), known);
    await replace(request, { name, type, ttl: known.ttl, values: [] }, origin, false);
    return reply.code(200).send();
  });
}

const conditionsOf = ({ headers }: FastifyRequest<OneSet>) => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

function noRecordSet({ name, zone, group, subscription }: OneSet['Params']): AzureError {
  const message = `The resource record '${name}' does not exist in the zone '${zone}' of resource group '${group}' of subscription '${subscription}'.`;
  return new AzureError(404, 'NotFound', message);
}

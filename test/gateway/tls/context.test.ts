import { once } from 'node:events';
import t from 'tap';
import { createTlsContext } from '../../../gateway/tls/context.ts';
import { openAuthority } from '../../../pki/authority.ts';
import { scenario } from '../../../scenarios/protocol/dh1024.ts';

t.test('a weak group that is served on purpose is no warning of Node on the screen', async (t) => {
  const authority = await openAuthority({ stateDir: null, keyType: 'rsa-2048' });
  const leaf = await authority.issueLeaf({ names: ['www.contoso.com'] });
  const warned = once(process, 'warning');
  t.ok(createTlsContext(leaf, scenario.world.tls));
  process.emitWarning('another one is heard, before and after', 'TestWarning');
  t.match(await warned, [{ name: 'TestWarning' }], 'the first warning is not that of the group');
});

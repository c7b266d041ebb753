import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { DAY, HOUR } from '../../pki/defaults.ts';
import { mint } from '../../pki/mint.ts';
import type { CertificateRecipe } from '../../pki/recipe.ts';
import { temporaryFolder } from './tools.ts';

/** As the catalogue has them: most change the leaf, some the intermediates, a few the root. */
const RECIPES: CertificateRecipe[] = [
  { leaf: { notAfterMs: -HOUR } },
  { leaf: { sans: ['DNS:ml.contoso.com'] } },
  { leaf: { signatureHash: 'sha1' } },
  { leaf: { key: 'ec-p256' } },
  { leaf: { key: 'rsa-1024' } },
  { leaf: { selfSigned: true } },
  { serve: ['leaf'] },
  { intermediates: [{ notAfterMs: -DAY }] },
  { intermediates: [{}, {}] },
  { root: { trusted: false } },
];

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

t.test('the first start, seventy chains, and a second start each take less than two seconds', async (t) => {
  const stateDir = await temporaryFolder(t);
  t.ok(
    (await milliseconds(() => openAuthority({ stateDir }))) < 2000,
    'the first start, with three RSA-2048 keys',
  );
  const authority = await openAuthority({ stateDir });
  const catalogue = async () => {
    for (let round = 0; round < 7; round += 1) for (const recipe of RECIPES) await mint(authority, recipe);
  };
  t.ok((await milliseconds(catalogue)) < 2000, 'seventy chains, with all keys that they need');
  t.ok((await milliseconds(() => openAuthority({ stateDir }))) < 200, 'the second start');
  const best = Math.min(
    ...(await Promise.all(Array.from({ length: 5 }, () => milliseconds(() => mint(authority))))),
  );
  t.ok(best < 30, 'one chain');
});

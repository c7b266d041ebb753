import t from 'tap';
import { chooseDeployment, createRandom, seedFor } from '../../../gateway/routing/traffic.ts';

t.test('the weights decide, in the order in which the deployments stand', async (t) => {
  const traffic = { blue: 90, green: 10 };
  const cases: [number, string][] = [
    [0, 'blue'],
    [0.5, 'blue'],
    [0.8999, 'blue'],
    [0.9, 'green'],
    [0.9999, 'green'],
  ];
  for (const [random, deployment] of cases)
    t.equal(chooseDeployment(traffic, random), deployment, `${random}`);
});

t.test('a deployment without traffic is never chosen, not even as the last one', async (t) => {
  t.equal(chooseDeployment({ blue: 0, green: 100, red: 0 }, 0), 'green');
  t.equal(chooseDeployment({ blue: 0, green: 100, red: 0 }, 0.999999), 'green');
});

t.test('no traffic, no deployment', async (t) => {
  t.equal(chooseDeployment({}, 0), null);
  t.equal(chooseDeployment({ blue: 0, green: 0 }, 0.3), null);
});

t.test('the same seed repeats the same sequence, another seed has another one', async (t) => {
  const take = (seed: number): number[] => Array.from({ length: 20 }, createRandom(seed));
  t.strictSame(take(7), take(7));
  t.notSame(take(7), take(8));
  t.notSame(take(0), take(1));
});

t.test('the numbers lie from 0 to 1 and follow the weights', async (t) => {
  for (const seed of [0, 1, 42, -5, 2 ** 31]) {
    const random = createRandom(seed);
    let green = 0;
    for (let count = 0; count < 10_000; count += 1) {
      const number = random();
      if (number < 0 || number >= 1) t.fail(`${number} is out of range`);
      if (chooseDeployment({ blue: 90, green: 10 }, number) === 'green') green += 1;
    }
    t.ok(green > 850 && green < 1150, `seed ${seed}: ${green} of 10000 went to green`);
  }
});

t.test('endpoints of one router have sequences of their own', async (t) => {
  t.not(seedFor(1, 'demo'), seedFor(1, 'other'));
  t.not(seedFor(1, 'demo'), seedFor(2, 'demo'));
});

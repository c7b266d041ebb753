import type { Command } from 'commander';
import type { LogFormat } from './log.ts';
import { logFormat, logLevel, port, withExample } from './options.ts';

interface ModelFlags {
  host: string;
  modelPort: number;
  score?: string;
  logLevel: string;
  logFormat?: LogFormat;
}

/** `model`: the embedded model server alone. */
export function addModelCommand(program: Command): void {
  const command = program
    .command('model')
    .description('the embedded model server alone')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--model-port <port>', 'port; 0 takes a free one', port, 5001)
    .option('--score <file>', 'a module whose run(data) is called for each request')
    .addOption(logLevel())
    .addOption(logFormat());
  withExample(command, 'azureml-fe-mock model --model-port 5001 --score score.ts');
  command.action(async (flags: ModelFlags) => {
    const [{ startModel }, { loadScore }, { createLog }, { runUntilStopped }] = await Promise.all([
      import('../model/server.ts'),
      import('../model/load-score.ts'),
      import('./log.ts'),
      import('./run-until-stopped.ts'),
    ]);
    await runUntilStopped(async () => {
      const model = await startModel({
        host: flags.host,
        port: flags.modelPort,
        log: createLog(flags.logLevel, flags.logFormat),
        ...(flags.score === undefined ? {} : { score: await loadScore(flags.score) }),
      });
      process.stdout.write(`model server on ${model.url}\n`);
      return { stop: () => model.close() };
    });
  });
}

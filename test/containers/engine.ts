import path from 'node:path';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';

/** An image that is put together once takes about a minute; one that exists is there at once. */
export const BUILD_TIMEOUT_MS = 600_000;

// The reaper that testcontainers would start beside the tests is an image to pull; these tests stop what they start.
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';

/**
 * Why the container tests cannot run here, or false where they can.
 *
 * @throws Error where they cannot run and AZUREML_FE_MOCK_REQUIRE_DOCKER says that they must
 */
export async function reasonToSkip(): Promise<string | false> {
  try {
    await getContainerRuntimeClient();
    return false;
  } catch (error) {
    if (process.env.AZUREML_FE_MOCK_REQUIRE_DOCKER === '1') {
      throw new Error('AZUREML_FE_MOCK_REQUIRE_DOCKER=1, but no Docker engine answers', { cause: error });
    }
    return 'no Docker engine answers; AZUREML_FE_MOCK_REQUIRE_DOCKER=1 would make this a failure';
  }
}

/** The image under test: the one that AZUREML_FE_MOCK_IMAGE names, or one built from this checkout. */
export async function imageUnderTest(): Promise<string> {
  const given = process.env.AZUREML_FE_MOCK_IMAGE;
  if (given !== undefined && given !== '') return given;
  const built = 'azureml-fe-mock:test';
  await GenericContainer.fromDockerfile(path.resolve(import.meta.dirname, '../..')).build(built, {
    deleteOnExit: false,
  });
  return built;
}

import { installPythonPackages } from '../../scripts/python-packages.ts';

/** A Python that has some packages, or the words by which a test is skipped where they cannot be had. */
export interface PythonWithPackages {
  python: string;
  skip: string | false;
}

/**
 * @param packages each with its version, as pip takes it
 * @throws Error where they cannot be had and AZUREML_FE_MOCK_REQUIRE_TOOLS says that they must
 */
export async function pythonWith(...packages: string[]): Promise<PythonWithPackages> {
  try {
    return { python: await installPythonPackages(packages), skip: false };
  } catch (error) {
    if (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1') throw error;
    const reason = String(error instanceof Error ? error.message : error);
    return { python: '', skip: `not installed: ${reason.trim().split('\n').at(-1)}` };
  }
}

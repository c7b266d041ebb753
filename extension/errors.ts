import { defineErrors } from '../common/errors.ts';

/**
 * The rows of the error table for settings that the extension refuses, and for `az k8s-extension` lines that `az`
 * itself would not take. A refused setting is exit status 1, for the thing asked about is bad; a line is 2.
 */
const refused = <const Message extends string, const Remedy extends string>(
  message: Message,
  remedy: Remedy,
) => ({ message, remedy, status: 422, exit: 1 }) as const;

const badLine = <const Message extends string, const Remedy extends string>(
  message: Message,
  remedy: Remedy,
) => ({ message, remedy, status: 400, exit: 2 }) as const;

export const EXTENSION_ERRORS = defineErrors({
  // The settings
  EXTENSION_SCOPE: refused(
    'The AzureML extension cannot be installed with --scope {scope}.',
    'Give --scope cluster, or leave the option out; the release goes into the namespace azureml in any case.',
  ),
  EXTENSION_DUPLICATE_KEYS: refused(
    'Given in --config and in --config-protected at once: {keys}.',
    'Give each key once: {protectedKeys} in --config-protected, all others in --config.',
  ),
  EXTENSION_NOTHING_ENABLED: refused(
    'Neither inference nor training is switched on ({given}); only the word true does that.',
    'Add enableInference=True to --config: the router is a part of inference.',
  ),
  EXTENSION_CERTIFICATE_MISSING: refused(
    'Inference is to be served over HTTPS, and the settings name no certificate: {given}.',
    'Give sslSecret=NAME in --config, or sslCertPemFile=FILE sslKeyPemFile=FILE in --config-protected, with sslCname; or allowInsecureConnections=True in --config for HTTP.',
  ),
  EXTENSION_CNAME_MISSING: refused(
    'A certificate is given ({given}), and sslCname {state}.',
    'Add sslCname=www.contoso.com to --config, with the name that the certificate is for. It is asked for even beside allowInsecureConnections=True.',
  ),
  EXTENSION_SERVICE_TYPE_MISSING: refused(
    'inferenceRouterServiceType {state}; inference needs it.',
    'Add inferenceRouterServiceType=LoadBalancer (or NodePort or ClusterIP) to --config, and internalLoadBalancerProvider=azure for an AKS that has internal load balancers only.',
  ),
  EXTENSION_SERVICE_TYPE_UNKNOWN: refused(
    'inferenceRouterServiceType is "{value}", which is none of LoadBalancer, NodePort and ClusterIP.',
    'Write inferenceRouterServiceType={suggestion}; capitals do not matter, spaces and hyphens do.',
  ),
  EXTENSION_NODE_PORT_WITH_PROVIDER: refused(
    'inferenceRouterServiceType={type} has no load balancer, and internalLoadBalancerProvider={provider} asks for one.',
    'Leave internalLoadBalancerProvider out, or write inferenceRouterServiceType=LoadBalancer.',
  ),

  // The PEM files, as far as the CLI looks at them
  EXTENSION_FILE_NOT_FOUND: refused(
    '{key} names {path}, and there is no such file; the real CLI ends here in a Python {exception}.',
    'Correct the path. It starts from the current folder, and "~" is not expanded after the "=".',
  ),
  EXTENSION_FILE_IS_FOLDER: refused(
    '{key} names {path}, which is a folder; the real CLI ends here in a Python {exception}.',
    'Name the PEM file in it.',
  ),
  EXTENSION_FILE_UNREADABLE: refused(
    '{key} names {path}, which cannot be read ({cause}); the real CLI ends here in a Python {exception}.',
    'Name a plain file that you may read.',
  ),
  EXTENSION_FILE_NOT_UTF8: refused(
    '{key} names {path}, which is not text; the real CLI ends here in a Python {exception}.',
    'Give the PEM form. From DER: openssl {tool} -inform DER -in FILE -out {entry}',
  ),
  EXTENSION_FILE_OTHER_ENCODING: refused(
    '{key} names {path}, which is PEM with characters of another encoding than UTF-8, such as Latin-1 in a comment; the real CLI ends here in a Python {exception}.',
    "Keep only the blocks, without comments such as Bag Attributes: sed -n '/-----BEGIN/,/-----END/p' FILE > {entry}",
  ),
  EXTENSION_FILE_UTF16: refused(
    '{key} names {path}, which is UTF-16 text; the real CLI ends here in a Python {exception}.',
    'Convert it: iconv -f UTF-16 -t UTF-8 FILE > {entry}',
  ),
  EXTENSION_FILE_NOT_ASCII: refused(
    '{key} names {path}, which has characters outside ASCII, in a comment or as a byte order mark; the real CLI ends here in a Python {exception}.',
    'Keep only what stands from "-----BEGIN" to "-----END …-----", and save it without a byte order mark.',
  ),
  EXTENSION_EXISTING_UNKNOWN: refused(
    'The extension to be updated has no settings of its own, and protected settings are given ({keys}); the real CLI looks up relayserver.enabled and ends here in a Python {exception}.',
    'Give the current settings, an empty object at least; an extension made by "k8s-extension create" has some.',
  ),
  EXTENSION_BAD_PAIR: badLine(
    '{option} has the word "{pair}", which is not key=value.',
    'Write key=value without spaces around "=", several with spaces between, and quote a value that has spaces.',
  ),

  // The line
  AZ_UNRECOGNIZED: badLine(
    '"k8s-extension {command}" does not know: {words}.',
    '{why}This line works: {line}',
  ),
  AZ_BAD_CHOICE: badLine(
    '"k8s-extension {command}" has {option} "{value}", which is none of {choices}.',
    'Write {option} {suggestion}.',
  ),
  AZ_VALUE_MISSING: badLine(
    '"k8s-extension {command}" has {option} without a value.',
    'Write its value after {option}, with a space between.',
  ),

  // The installed extension
  EXTENSION_NOT_INSTALLED: {
    message: 'The extension is not installed.',
    remedy: 'Create it first: "azureml-fe-mock k8s-extension create --help" shows an example.',
    status: 404,
    exit: 1,
  },
  EXTENSION_UNHEALTHY: {
    message: 'The health check found {code} {name}: {finding}',
    remedy: '{remedy}',
    status: 422,
    exit: 1,
  },
});

export const { fail } = EXTENSION_ERRORS;
